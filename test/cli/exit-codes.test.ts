/** Every exit code, brought about for real by a command. */
import { afterEach, describe, expect, it } from 'vitest';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { samplePeople, sampleProjects } from '../../src/sandbox/sample-directory.ts';
import { today } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld } from '../e2e/support/world.ts';

afterEach(closeWorlds);

/** The second person of `generateCompany`. */
const togglUser = 6_910_001;

/** Everybody linked and every role decided: nothing to complain about. */
function flawless(days = 7) {
  return generateCompany({ people: 4, projects: 6, days, today });
}

describe('0', () => {
  it.each(['sync', 'dry-run', 'check-refs', 'list-unmatched'])('is the end of %s without findings', async (command) => {
    const world = await openWorld({ company: flawless() });
    expect((await world.run([command])).code).toBe(0);
  });

  it('is the end of list-unmatched with time that is merely unmatched', async () => {
    const world = await openWorld({ company: flawless() });
    world.sandbox.runn.link('person', 1002, null);
    expect((await world.run(['list-unmatched'])).code).toBe(0);
  });

  it('is the end of sync with warnings', async () => {
    const world = await openWorld({ company: flawless() });
    world.sandbox.runn.link('person', 1002, null);
    expect((await world.run(['sync'])).code).toBe(0);
  });
});

describe('3', () => {
  it('is the end of dry-run --exit-code with changes', async () => {
    const world = await openWorld({ company: flawless() });
    expect((await world.run(['dry-run', '--exit-code'])).code).toBe(3);
  });

  it('is not the end of dry-run alone, nor of --exit-code without changes', async () => {
    const world = await openWorld({ company: flawless() });
    expect((await world.run(['dry-run'])).code).toBe(0);
    await world.run(['sync']);
    expect((await world.run(['dry-run', '--exit-code'])).code).toBe(0);
  });

  it('gives way to 5', async () => {
    const world = await openWorld();
    expect((await world.run(['dry-run', '--exit-code'])).code).toBe(5);
  });
});

describe('4', () => {
  it.each(['sync', 'dry-run', 'check-refs', 'list-unmatched'])(
    'is the end of %s with a wrong token',
    async (command) => {
      const world = await openWorld();
      const toggl = await world.run([command], { env: { ...world.env, TOGGL_API_TOKEN: 'f'.repeat(32) } });
      const runn = await world.run([command], { env: { ...world.env, RUNN_API_TOKEN: 'TEST_ffffffffffff' } });
      expect([toggl.code, runn.code]).toEqual([4, 4]);
    },
  );
});

describe('5', () => {
  it('is the end of check-refs with a warning', async () => {
    const world = await openWorld({ company: flawless() });
    world.sandbox.runn.link('person', 1002, null);
    expect((await world.run(['check-refs'])).code).toBe(5);
  });

  it('is the end of list-unmatched --missing --strict with a day over the limit, which asks for --missing', async () => {
    const world = await openWorld({ company: flawless() });
    expect((await world.run(['list-unmatched', '--day-limit', '0.5', '--strict'])).code).toBe(5);
    expect((await world.run(['list-unmatched', '--day-limit', '0.5'])).code).toBe(0);
    expect((await world.run(['list-unmatched', '--day-limit', 'ten'])).code).toBe(2);
  });

  it.each(['sync', 'dry-run', 'list-unmatched'])('is the end of %s with an ambiguous link', async (command) => {
    const world = await openWorld({ company: flawless() });
    world.sandbox.runn.link('project', 5002, 170_100_000);
    expect((await world.run([command])).code).toBe(5);
  });

  it.each(['sync', 'dry-run', 'list-unmatched'])('is the end of %s --strict with a warning', async (command) => {
    const world = await openWorld({ company: flawless() });
    world.sandbox.runn.link('person', 1002, null);
    expect((await world.run([command, '--strict'])).code).toBe(5);
  });
});

describe('6', () => {
  /** Synced, then all of one person's time is deleted in Toggl. */
  async function openLosingWorld() {
    const world = await openWorld({ company: flawless(21) });
    await world.run(['sync', '--since', '21d']);
    for (const { id } of world.sandbox.toggl.entriesOf(togglUser)) world.sandbox.toggl.deleteEntry(id);
    world.newWrites();
    return world;
  }

  it('is the end of sync and dry-run where the brake holds, with the numbers, and nothing is written', async () => {
    const world = await openLosingWorld();
    const synced = await world.sync('--since', '21d');
    const planned = await world.dryRun('--since', '21d');
    expect([synced.code, planned.code, world.newWrites()]).toEqual([6, 6, 0]);
    expect(synced.document.refused).toMatchObject({ code: 'brake', emptiedPersonIds: [1002] });
    expect(planned.document.refused).toEqual(synced.document.refused);
    expect(planned.document.changes).toEqual(synced.document.changes);
    expect(synced.document.outcome).toMatchObject({ applied: 0, skipped: synced.document.changes.length });
  });

  it('is no longer with --force', async () => {
    const world = await openLosingWorld();
    const { code, document } = await world.sync('--since', '21d', '--force');
    expect({ code, skipped: document.outcome.skipped }).toEqual({ code: 0, skipped: 0 });
    expect(world.newWrites()).toBe(1);
  });

  it('is the end of sync with a conflict under onConflict: fail, whatever is forced', async () => {
    const world = await openWorld({}, { rules: { onConflict: 'fail' } });
    const { code, document } = await world.sync('--force');
    expect({ code, refused: document.refused?.code, writes: world.newWrites() }).toEqual({
      code: 6,
      refused: 'conflict',
      writes: 0,
    });
  });
});

describe('onConflict: runn', () => {
  it('keeps what people entered and lists it', async () => {
    const world = await openWorld({}, { rules: { onConflict: 'runn' } });
    const { bob, nina } = samplePeople;
    const own = () => [
      ...world.sandbox.runn.findActuals(bob, sampleProjects.website, '2026-03-04'),
      ...world.sandbox.runn.findActuals(nina, sampleProjects.claims, '2026-03-04'),
    ];
    const before = JSON.stringify(own());
    expect(own()).toHaveLength(2);
    const { document } = await world.sync();
    expect(JSON.stringify(own())).toBe(before);
    const kept = document.findings.filter(({ code }) => code === 'conflict-kept');
    expect(kept.map(({ subject }) => subject.runnPersonId)).toEqual([bob, nina]);
  });
});

describe('7', () => {
  it('is the end of sync with a refused change, and stands before 5', async () => {
    const world = await openWorld({ switches: { membership: 'needed' } });
    const { code, document } = await world.sync();
    expect(code).toBe(7);
    expect(document.findings.some(({ severity }) => severity === 'error')).toBe(true);
    expect(document.outcome.failures.every(({ change }) => change.personId === samplePeople.jimi)).toBe(true);
  });
});

describe('8', () => {
  it.each(['sync', 'dry-run', 'check-refs', 'list-unmatched'])(
    'is the end of %s without a network',
    async (command) => {
      const world = await openWorld();
      const fetch = async () => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) });
      };
      const { code, stdout, stderr } = await world.run([command], { fetch });
      expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
      expect(stderr).toMatch(/^error: /);
    },
  );
});

describe('130', () => {
  it.each(['sync', 'dry-run', 'check-refs', 'list-unmatched'])(
    'is the end of %s after an interrupt',
    async (command) => {
      const world = await openWorld();
      const { code, stdout } = await world.run([command], { signal: AbortSignal.abort() });
      expect({ code, stdout, writes: world.newWrites() }).toEqual({ code: 130, stdout: '', writes: 0 });
    },
  );
});

describe('rules.clear: never', () => {
  it('lists every clear that was not made, and ends with 5', async () => {
    const world = await openWorld({ company: flawless() }, { rules: { clear: 'never' } });
    await world.sync();
    const [entry] = world.sandbox.toggl.entriesOf(togglUser);
    if (entry === undefined) throw new Error('No entry.');
    world.sandbox.toggl.deleteEntry(entry.id);
    const { code, document } = await world.sync();
    expect({ code, changes: document.changes }).toEqual({ code: 5, changes: [] });
    expect(document.findings.map((finding) => finding.code)).toEqual(['clear-withheld']);
  });
});
