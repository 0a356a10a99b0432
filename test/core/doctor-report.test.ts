import { describe, expect, it } from 'vitest';
import { bad, countChecks, good, unknown, warning } from '../../src/core/doctor-report.ts';

describe('a check of doctor', () => {
  it('that is good has nothing to do', () => {
    expect(good('node', 'Node.js 22.')).toEqual({
      code: 'node',
      status: 'good',
      message: 'Node.js 22.',
      remedy: null,
      exitCode: 0,
      facts: {},
    });
  });

  it('that warns says what to do and leaves the exit code alone', () => {
    expect(warning('clock', 'The clock is two minutes off.', 'Set the clock.')).toEqual({
      code: 'clock',
      status: 'warning',
      message: 'The clock is two minutes off.',
      remedy: 'Set the clock.',
      exitCode: 0,
      facts: {},
    });
  });

  it('that is bad ends the command with its own code', () => {
    expect(bad('toggl-token', 4, 'Toggl refused the token.', 'Make a new one.')).toEqual({
      code: 'toggl-token',
      status: 'bad',
      message: 'Toggl refused the token.',
      remedy: 'Make a new one.',
      exitCode: 4,
      facts: {},
    });
  });

  it('that could not be made is no trouble', () => {
    expect(unknown('runn-scope', 'Cannot be known without writing.')).toEqual({
      code: 'runn-scope',
      status: 'unknown',
      message: 'Cannot be known without writing.',
      remedy: null,
      exitCode: 0,
      facts: {},
    });
  });

  it('has the numbers behind its words, and a remedy where there is one', () => {
    const facts = { left: 12 };
    expect(good('toggl-quota', 'm', { facts })).toMatchObject({ status: 'good', facts });
    expect(warning('toggl-quota', 'm', 'r', { facts })).toMatchObject({ status: 'warning', remedy: 'r', facts });
    expect(bad('toggl-quota', 8, 'm', null, { facts })).toMatchObject({ status: 'bad', remedy: null, facts });
    expect(unknown('toggl-quota', 'm', { remedy: 'r', facts })).toMatchObject({
      status: 'unknown',
      remedy: 'r',
      facts,
    });
  });
});

describe('countChecks', () => {
  it('counts over all groups how many checks ended how', () => {
    const groups = [
      { id: 'machine', checks: [good('node', 'm'), warning('clock', 'm', 'r'), good('version', 'm')] },
      { id: 'toggl', checks: [bad('toggl-token', 4, 'm', null), good('toggl-connection', 'm')] },
      { id: 'runn', checks: [unknown('runn-scope', 'm'), unknown('runn-zeros', 'm')] },
    ] as const;
    expect(countChecks(groups)).toEqual({ good: 3, warning: 1, bad: 1, unknown: 2 });
  });

  it('is zero of each where nothing was checked', () => {
    expect(countChecks([])).toEqual({ good: 0, warning: 0, bad: 0, unknown: 0 });
  });
});
