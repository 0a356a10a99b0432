import { describe, expect, it } from 'vitest';
import { finding } from '../../src/core/findings.ts';
import type { IsoDate } from '../../src/core/model.ts';
import { findUnseenTime, isOthersTimeHidden, seenWholeSince, unseenTimeFinding } from '../../src/core/unseen-time.ts';
import { day, togglWorkspace } from '../builders/ids.ts';

const window = { since: day('2024-01-01'), until: day('2024-01-07') };

function aWorkspace(id: number, isAdmin: boolean, readableSince: IsoDate | null) {
  return { workspace: { id: togglWorkspace(id), isAdmin, readableSince } };
}

describe('findUnseenTime', () => {
  it('finds nothing in a workspace that an admin reads and that keeps everything', () => {
    expect(findUnseenTime([aWorkspace(1, true, null)], window)).toEqual([]);
  });

  it('names each workspace whose token is no admin’s, for the whole window', () => {
    expect(
      findUnseenTime([aWorkspace(1, true, null), aWorkspace(2, false, null), aWorkspace(3, false, null)], window),
    ).toEqual([
      { workspaceId: 2, cause: 'not-admin', until: '2024-01-07' },
      { workspaceId: 3, cause: 'not-admin', until: '2024-01-07' },
    ]);
  });

  it.each([
    ['2023-12-20', null],
    ['2024-01-01', null],
    ['2024-01-02', '2024-01-01'],
    ['2024-01-07', '2024-01-06'],
    ['2024-02-01', '2024-01-07'],
  ])('of a plan that shows time from %s on, does not see the days through %s', (readableSince, until) => {
    const expected = until === null ? [] : [{ workspaceId: 1, cause: 'retention', until }];
    expect(findUnseenTime([aWorkspace(1, true, day(readableSince))], window)).toEqual(expected);
  });
});

describe('a window without a day', () => {
  it('has nothing that could be unseen', () => {
    const none = { since: day('2024-01-02'), until: day('2024-01-01') };
    expect(findUnseenTime([aWorkspace(1, false, null), aWorkspace(2, true, day('2024-02-01'))], none)).toEqual([]);
  });

  it('is not one of a single day', () => {
    const single = { since: day('2024-01-02'), until: day('2024-01-02') };
    expect(findUnseenTime([aWorkspace(1, false, null)], single)).toEqual([
      { workspaceId: 1, cause: 'not-admin', until: '2024-01-02' },
    ]);
  });
});

describe('unseenTimeFinding', () => {
  it('needs a person where the token is no admin’s', () => {
    expect(unseenTimeFinding({ workspaceId: togglWorkspace(2), cause: 'not-admin', until: window.until })).toEqual({
      code: 'unseen-time',
      severity: 'error',
      seconds: 0,
      subject: { togglWorkspaceId: 2 },
      facts: { unseen: { cause: 'not-admin', until: '2024-01-07' } },
    });
  });

  it('is worth a look where the plan ends', () => {
    expect(unseenTimeFinding({ workspaceId: togglWorkspace(), cause: 'retention', until: day('2024-01-03') })).toEqual({
      code: 'unseen-time',
      severity: 'warning',
      seconds: 0,
      subject: { togglWorkspaceId: 1 },
      facts: { unseen: { cause: 'retention', until: '2024-01-03' } },
    });
  });
});

describe('seenWholeSince', () => {
  const until = (text: string) =>
    unseenTimeFinding({ workspaceId: togglWorkspace(), cause: 'retention', until: day(text) });

  it('is the first day where nothing is unseen', () => {
    expect(seenWholeSince(window, [])).toBe('2024-01-01');
  });

  it('is the day after the last one that any workspace did not show', () => {
    expect(seenWholeSince(window, [until('2024-01-04'), until('2024-01-02')])).toBe('2024-01-05');
    expect(seenWholeSince(window, [until('2024-01-02'), until('2024-01-04')])).toBe('2024-01-05');
  });

  it('is not moved by findings of another kind', () => {
    expect(seenWholeSince(window, [finding('no-project', {}), until('2024-01-04')])).toBe('2024-01-05');
  });

  it('can be the last day', () => {
    expect(seenWholeSince(window, [until('2024-01-06')])).toBe('2024-01-07');
  });

  it('is no day where the last one was not seen, or somebody’s time is hidden', () => {
    const hidden = unseenTimeFinding({ workspaceId: togglWorkspace(), cause: 'not-admin', until: window.until });
    expect([seenWholeSince(window, [until('2024-01-07')]), seenWholeSince(window, [hidden])]).toEqual([null, null]);
  });
});

describe('isOthersTimeHidden', () => {
  const unseen = (cause: 'not-admin' | 'retention') =>
    unseenTimeFinding({ workspaceId: togglWorkspace(), cause, until: window.until });

  it('is true when one workspace of several was read with no admin’s token', () => {
    expect(isOthersTimeHidden([unseen('retention'), unseen('not-admin'), finding('no-project', {})])).toBe(true);
  });

  it.each([
    ['nothing was found', []],
    ['only old days are hidden, by the plan', [unseen('retention')]],
    ['something else needs a person', [finding('split-cell', {})]],
  ])('is false when %s', (_, findings) => {
    expect(isOthersTimeHidden(findings)).toBe(false);
  });
});
