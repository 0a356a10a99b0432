import { describe, expect, it } from 'vitest';
import { type Mender, mendedBy } from '../../src/core/mended-by.ts';
import type { UnmatchedTime } from '../../src/core/report.ts';

describe('who has to act so that unmatched time reaches Runn', () => {
  it.each<[UnmatchedTime['reason'], Mender]>([
    ['unmatched-person', 'runn'],
    ['unmatched-project', 'runn'],
    ['ambiguous', 'runn'],
    ['archived', 'runn'],
    ['no-project', 'tracker'],
  ])('for %s: %s', (reason, mender) => {
    expect(mendedBy({ reason })).toBe(mender);
  });

  it.each<UnmatchedTime['reason']>(['unmatched-person', 'unmatched-project', 'no-project'])(
    'for %s because `map` names a record that Runn does not have: whoever keeps the configuration',
    (reason) => {
      expect(mendedBy({ reason, mapTarget: 999 })).toBe('configuration');
    },
  );
});
