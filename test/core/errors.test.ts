import { describe, expect, it } from 'vitest';
import {
  AccessError,
  type AppError,
  ConfigError,
  InternalError,
  InterruptedError,
  RefusedError,
  ServiceError,
  TemporaryError,
  UsageError,
} from '../../src/core/errors.ts';

const hint = 'Run it again later.';
const cause = new TypeError('socket closed');

describe('an error for people', () => {
  // Made in the test itself, so that a mutation of a constructor is met there.
  it.each<[string, () => AppError, number]>([
    ['UsageError', () => new UsageError('range', 'No.', { hint, cause }), 2],
    ['ConfigError', () => new ConfigError('No.', [], { hint, cause }), 2],
    ['AccessError', () => new AccessError('token-refused', 'No.', { hint, cause }), 4],
    ['RefusedError', () => new RefusedError('locked', 'No.', { hint, cause }), 6],
    ['TemporaryError', () => new TemporaryError('network', 'No.', { hint, cause }), 8],
    ['ServiceError', () => new ServiceError('shape', 'No.', { hint, cause }), 1],
    ['InternalError', () => new InternalError('mark-minutes', 'No.', { hint, cause }), 1],
    ['InterruptedError', () => new InterruptedError('No.', { hint, cause }), 130],
  ])('%s has its name, its words, what to do, what caused it and its exit code', (name, make, exitCode) => {
    const error = make();
    const { message } = error;
    expect({ ...error, message, cause: error.cause }).toMatchObject({ name, message: 'No.', hint, cause, exitCode });
  });

  it('has the code that it was given, or that of its kind', () => {
    expect(new AccessError('token-refused', 'No.').code).toBe('token-refused');
    expect(new ConfigError('No.', []).code).toBe('configuration');
    expect(new InterruptedError().code).toBe('interrupted');
  });

  it('has no cause and no hint where there are none', () => {
    const error = new ServiceError('shape', 'No.');
    expect(error.hint).toBeUndefined();
    expect('cause' in error).toBe(false);
  });
});

describe('a ConfigError', () => {
  it('carries every problem at once', () => {
    const problems = [
      { path: 'rules.rounding.mode', message: 'has to be nearest, up or down' },
      { path: 'TOGGL_API_TOKEN', message: 'is empty' },
    ];
    expect(new ConfigError('No.', problems).problems).toEqual(problems);
  });
});

describe('a TemporaryError', () => {
  it('says when it is worth trying again, if the service did', () => {
    expect(new TemporaryError('quota', 'No.', { retryAtMs: 1_704_700_800_000 }).retryAtMs).toBe(1_704_700_800_000);
    expect(new TemporaryError('network', 'No.').retryAtMs).toBeUndefined();
  });
});

describe('an InterruptedError', () => {
  it('says that nothing was written, unless told otherwise', () => {
    expect(new InterruptedError().message).toBe('Interrupted. Nothing was written.');
    expect(new InterruptedError('Interrupted after 100 of 250 changes.').message).toBe(
      'Interrupted after 100 of 250 changes.',
    );
  });
});
