import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/core/findings.ts';
import type { TogglWorkspaceId } from '../../src/core/model.ts';
import {
  compareRefFindings,
  makeRefFinding,
  refSeverities,
  runnIdsFact,
  sumOver,
  togglIdsFact,
  unseenTimeRefFinding,
} from '../../src/core/ref-findings.ts';
import { personSide, projectSide } from '../../src/core/ref-sides.ts';
import type { RefCode, RefFinding } from '../../src/core/report.ts';
import { anAuditInput } from '../builders/an-audit.ts';
import { day, togglWorkspace } from '../builders/ids.ts';
import type { Plain } from '../builders/plain.ts';

const people = personSide(anAuditInput());
const projects = projectSide(anAuditInput());

describe('refSeverities', () => {
  /** As the table of docs/output.md has them. */
  const expected: Record<Severity, RefCode[]> = {
    error: [
      'unseen-time',
      'duplicate-id',
      'unknown-id',
      'wrong-kind',
      'near-miss',
      'other-workspace',
      'map-unknown-target',
      'map-unknown-source',
    ],
    warning: [
      'unlinked-person',
      'unlinked-project',
      'archived-in-runn',
      'link-on-placeholder',
      'link-on-template',
      'deleted-in-toggl',
      'no-role',
    ],
    info: [
      'archived-in-toggl',
      'shared-person',
      'shared-project',
      'other-reference-name',
      'map-shadows-link',
      'archived-duplicate',
      'unlinked-runn-person',
      'unlinked-runn-project',
    ],
  };

  it.each(['error', 'warning', 'info'] as const)('has the codes of severity %s', (severity) => {
    const codes = (Object.keys(refSeverities) as RefCode[]).filter((code) => refSeverities[code] === severity);
    expect(codes).toEqual(expected[severity]);
  });
});

describe('sumOver', () => {
  it('adds the seconds of those ids, and nothing for ids without time', () => {
    const seconds = new Map([
      [11, 3600],
      [12, 60],
      [13, 7],
    ]);
    expect(sumOver(seconds, [11, 12, 99])).toBe(3660);
    expect(sumOver(seconds, [])).toBe(0);
  });
});

describe('makeRefFinding', () => {
  it('names a Toggl user and a Runn person on the side of people', () => {
    expect(makeRefFinding(people, 'near-miss', { togglId: 11, runnId: 456, seconds: 60 })).toStrictEqual({
      code: 'near-miss',
      severity: 'error',
      seconds: 60,
      subject: { togglUserId: 11, runnPersonId: 456 },
      facts: {},
    });
  });

  it('names a Toggl project and a Runn project on the other side', () => {
    expect(makeRefFinding(projects, 'near-miss', { togglId: 22, runnId: 789, seconds: 60 })).toStrictEqual({
      code: 'near-miss',
      severity: 'error',
      seconds: 60,
      subject: { togglProjectId: 22, runnProjectId: 789 },
      facts: {},
    });
  });

  it.each([
    [people, { togglId: 11 }, { togglUserId: 11 }],
    [people, { runnId: 456 }, { runnPersonId: 456 }],
    [projects, { togglId: 22 }, { togglProjectId: 22 }],
    [projects, { runnId: 789 }, { runnProjectId: 789 }],
  ])('has only the ids that it is about', (side, ids, subject) => {
    expect(makeRefFinding(side, 'unknown-id', { ...ids, seconds: 0 }).subject).toStrictEqual(subject);
  });

  it('names the workspace where there is one', () => {
    const parts = { togglId: 11, togglWorkspaceId: togglWorkspace(7), seconds: 0 };
    expect(makeRefFinding(people, 'other-workspace', parts).subject).toStrictEqual({
      togglUserId: 11,
      togglWorkspaceId: 7,
    });
  });

  it('takes the severity and the facts that it is given', () => {
    const parts = { runnId: 456, seconds: 0, severity: 'info', facts: { externalId: '99' } } as const;
    expect(makeRefFinding(people, 'unknown-id', parts)).toMatchObject({
      severity: 'info',
      facts: { externalId: '99' },
    });
  });
});

describe('unseenTimeRefFinding', () => {
  const unseen = { workspaceId: 7 as TogglWorkspaceId, until: day('2024-01-03') };

  it("is an error when the token's owner is no admin", () => {
    expect(unseenTimeRefFinding({ ...unseen, cause: 'not-admin' })).toStrictEqual({
      code: 'unseen-time',
      severity: 'error',
      seconds: 0,
      subject: { togglWorkspaceId: 7 },
      facts: { unseen: { cause: 'not-admin', until: '2024-01-03' } },
    });
  });

  it("is a warning when the plan's retention hides the days", () => {
    expect(unseenTimeRefFinding({ ...unseen, cause: 'retention' })).toMatchObject({
      severity: 'warning',
      facts: { unseen: { cause: 'retention' } },
    });
  });
});

describe('facts with several ids', () => {
  it('tell people from projects', () => {
    expect(runnIdsFact(people, [456, 457])).toStrictEqual({ runnPersonIds: [456, 457] });
    expect(runnIdsFact(projects, [789, 790])).toStrictEqual({ runnProjectIds: [789, 790] });
    expect(togglIdsFact(people, [11, 12])).toStrictEqual({ togglUserIds: [11, 12] });
    expect(togglIdsFact(projects, [22, 23])).toStrictEqual({ togglProjectIds: [22, 23] });
  });
});

describe('compareRefFindings', () => {
  const aFinding = (fields: Partial<Plain<RefFinding>>): RefFinding => {
    const finding: Plain<RefFinding> = {
      code: 'unknown-id',
      severity: 'error',
      seconds: 0,
      subject: {},
      facts: {},
      ...fields,
    };
    return finding as RefFinding;
  };

  it.each<[string, Partial<Plain<RefFinding>>, Partial<Plain<RefFinding>>]>([
    ['errors before warnings', { code: 'near-miss' }, { code: 'duplicate-id', severity: 'warning' }],
    ['warnings before notes', { code: 'no-role', severity: 'warning' }, { severity: 'info' }],
    ['errors before notes, whatever the hours', {}, { severity: 'info', seconds: 60 }],
    ['codes in the order of the table', { code: 'near-miss' }, { code: 'other-workspace', seconds: 60 }],
    ['the first code of the table before the second', { code: 'unseen-time' }, { code: 'duplicate-id', seconds: 60 }],
    ['most hours first', { seconds: 60, subject: { togglUserId: 12 } }, { seconds: 59, subject: { togglUserId: 11 } }],
    ['people before Toggl projects', { subject: { togglUserId: 99 } }, { subject: { togglProjectId: 1 } }],
    ['people before Runn projects', { subject: { runnPersonId: 99 } }, { subject: { runnProjectId: 1 } }],
    [
      'Toggl projects by id',
      { subject: { togglProjectId: 22, runnProjectId: 790 } },
      { subject: { togglProjectId: 23, runnProjectId: 789 } },
    ],
    ['Runn projects by id', { subject: { runnProjectId: 789 } }, { subject: { runnProjectId: 790 } }],
    [
      'Toggl users by id',
      { subject: { togglUserId: 11, runnPersonId: 457 } },
      { subject: { togglUserId: 12, runnPersonId: 456 } },
    ],
    ['Runn people by id', { subject: { runnPersonId: 456 } }, { subject: { runnPersonId: 457 } }],
    [
      'time without a project before a project',
      { subject: { togglProjectId: null } },
      { subject: { togglProjectId: 1 } },
    ],
  ])('puts %s', (_, first, second) => {
    expect(compareRefFindings(aFinding(first), aFinding(second))).toBeLessThan(0);
    expect(compareRefFindings(aFinding(second), aFinding(first))).toBeGreaterThan(0);
  });
});
