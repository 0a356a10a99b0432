import { describe, expect, it } from 'vitest';
import {
  AccessError,
  ConfigError,
  InternalError,
  InterruptedError,
  RefusedError,
  ServiceError,
  TemporaryError,
  UsageError,
} from '../../src/core/errors.ts';
import { exitCodeOf, type RunEnd } from '../../src/core/exit-code.ts';

const anError = { severity: 'error' } as const;
const aWarning = { severity: 'warning' } as const;
const aNote = { severity: 'info' } as const;

describe('the end of a run', () => {
  it.each<[string, RunEnd, number]>([
    ['done', {}, 0],
    ['done, with warnings', { findings: [aWarning, aNote] }, 0],
    ['an unforeseen error', { error: new TypeError('x') }, 1],
    ['something thrown that is no error', { error: 'x' }, 1],
    ['a bug of ours', { error: new InternalError('statement-unbalanced', 'x') }, 1],
    ['an answer that does not fit', { error: new ServiceError('shape', 'x') }, 1],
    ['usage', { error: new UsageError('usage', 'x') }, 2],
    ['configuration', { error: new ConfigError('x', []) }, 2],
    ['pending changes', { arePending: true }, 3],
    ['a refused token', { error: new AccessError('token', 'x') }, 4],
    ['a finding of severity error', { findings: [aNote, anError] }, 5],
    ['a check that ends with its own code', { checks: [{ exitCode: 4, status: 'bad' }] }, 4],
    [
      'checks that end with several',
      {
        checks: [
          { exitCode: 8, status: 'bad' },
          { exitCode: 2, status: 'bad' },
        ],
      },
      2,
    ],
    ['a check that warns', { checks: [{ exitCode: 0, status: 'warning' }] }, 0],
    ['a check that warns, with --strict', { checks: [{ exitCode: 0, status: 'warning' }], isStrict: true }, 5],
    ['a check that is good, with --strict', { checks: [{ exitCode: 0, status: 'good' }], isStrict: true }, 0],
    ['a warning with --strict', { findings: [aWarning], isStrict: true }, 5],
    ['a refused run', { isRefused: true }, 6],
    ['a refusal before planning', { error: new RefusedError('lock', 'x') }, 6],
    ['a change that could not be written', { unwritten: 1 }, 7],
    ['a quota', { error: new TemporaryError('quota', 'x') }, 8],
    ['interrupted', { error: new InterruptedError() }, 130],
  ])('%s', (_what, end, code) => {
    expect(exitCodeOf(end)).toBe(code);
  });

  it.each<[string, RunEnd]>([
    ['nothing was left unwritten', { unwritten: 0 }],
    ['it was not refused', { isRefused: false }],
    ['nothing is pending', { arePending: false }],
    ['there are no findings', { findings: [], isStrict: true }],
    ['--strict meets only information', { findings: [aNote], isStrict: true }],
    ['warnings are not strict', { findings: [aWarning], isStrict: false }],
  ])('is 0 when %s', (_what, end) => {
    expect(exitCodeOf(end)).toBe(0);
  });
});

describe('when several codes apply', () => {
  const everythingElse: RunEnd = { unwritten: 1, isRefused: true, findings: [anError], arePending: true };

  it.each([
    ['130', new InterruptedError(), 130],
    ['1', new InternalError('x', 'x'), 1],
    ['2', new UsageError('x', 'x'), 2],
    ['4', new AccessError('x', 'x'), 4],
    ['8', new TemporaryError('x', 'x'), 8],
    ['7, before a refusal', new RefusedError('x', 'x'), 7],
  ])('an error of %s comes first', (_what, error, code) => {
    expect(exitCodeOf({ ...everythingElse, error })).toBe(code);
  });

  it('7 comes before 6, 5 and 3', () => {
    expect(exitCodeOf(everythingElse)).toBe(7);
  });

  it('6 comes before 5 and 3', () => {
    expect(exitCodeOf({ ...everythingElse, unwritten: 0 })).toBe(6);
  });

  it('5 comes before 3', () => {
    expect(exitCodeOf({ findings: [anError], arePending: true })).toBe(5);
  });
});
