/** The page of `report` in a real browser, made by the command from a month of both services. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { source as axeSource } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { reportDocument } from '../../src/output/json-schemas.ts';
import { chromiumPath, launchChromium, type OpenedPage, openFile } from './support/browser.ts';
import { closeWorlds, openWorld } from './support/world.ts';

/** Neither may become an element, leave an attribute or run. */
const hostileNames = ['<img src=x onerror=hacked=1>', '</table><script>hacked=1</script>', `'"><svg onload=hacked=1>`];
const range = ['--since', '2026-02-04', '--until', '2026-03-06'];

let browser: Browser;
let folder: string;
let file: string;
/** A whole month, which has a title of its own. */
let month: string;
let document: z.infer<typeof reportDocument>;
/** For tests that only look. */
let looked: OpenedPage;

async function makeReport(): Promise<void> {
  const world = await openWorld({ limits: false }, { rules: { lockedThrough: '2026-02-08', onConflict: 'runn' } });
  folder = world.folder;
  const { toggl, runn } = world.sandbox;
  const [first, second, third] = hostileNames;
  for (const [person, name] of [...runn.people.values()]
    .slice(0, 3)
    .map((each, at) => [each, hostileNames[at]] as const)) {
    person.firstName = name ?? '';
    person.lastName = '';
  }
  for (const project of runn.projects.values()) project.name = `${first} ${project.id}`;
  for (const project of toggl.projects.values()) project.name = `${second} ${project.id}`;
  for (const user of toggl.users.values()) user.fullname = `${third} ${user.id}`;
  runn.keyName = hostileNames[0] ?? '';
  const open = { rules: {} };
  await writeFile(join(folder, 'open.json'), JSON.stringify({ ...world.sandbox.config, ...open }), { mode: 0o600 });
  await world.sync('--since', '2026-02-04', '--until', '2026-03-04');
  const closed = [...toggl.entries.values()].filter(({ day, projectId }) => day < '2026-02-08' && projectId !== null);
  for (const { id, seconds } of closed.slice(0, 3)) toggl.updateEntry(id, { seconds: seconds + 1800 });
  file = join(folder, 'report.html');
  const written = await world.run(['report', ...range, '--out', file]);
  expect(written.stderr).toBe('');
  month = join(folder, 'month.html');
  await world.run(['report', '--period', '2026-02', '--out', month]);
  document = reportDocument.parse((await world.runJson(['report', ...range])).document);
}

describe.skipIf(chromiumPath === null)(
  chromiumPath === null
    ? 'the report page: NOT RUN, there is no Chromium on this machine'
    : 'the report page in Chromium',
  () => {
    beforeAll(async () => {
      await makeReport();
      browser = await launchChromium();
      looked = await openFile(browser, file);
    }, 60_000);

    afterAll(async () => {
      await browser?.close();
      await closeWorlds();
    });

    const open = (options?: Parameters<typeof openFile>[2]) => openFile(browser, file, options);

    it('renders without a word on the console, and asks for nothing but itself', async () => {
      const { page, asked, said } = looked;
      expect(await page.locator('h2').count()).toBeGreaterThanOrEqual(7);
      expect(said).toEqual([]);
      expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([`file://${file}`]);
    });

    it('shows hostile names as they are written, and runs nothing of them', async () => {
      const { page } = looked;
      expect(await page.evaluate('typeof hacked')).toBe('undefined');
      expect(await page.locator('img, script').count()).toBe(1);
      const text = await page.locator('body').textContent();
      for (const name of hostileNames) expect(text).toContain(name);
    });

    it('would not run a script even if one got into it', async () => {
      const broken = join(folder, 'broken.html');
      const text = await readFile(file, 'utf8');
      const evil = '<script>hacked=1</script><img src="http://127.0.0.1:9/x.png" onerror="hacked=1">';
      await writeFile(broken, text.replace('<main>', `<main>${evil}`));
      const { page, refused } = await openFile(browser, broken);
      expect(await page.evaluate('typeof hacked')).toBe('undefined');
      expect(refused).toEqual(['http://127.0.0.1:9/x.png']);
    });

    it('has the figures of the JSON in its first glance', async () => {
      const { page } = looked;
      const figure = async (id: string) => Number(await page.locator(`#${id}`).getAttribute('data-v'));
      const { total, changes } = document;
      expect(await figure('tracked')).toBe(total.trackedSeconds);
      expect(await figure('in-runn')).toBe(total.runn.billableMinutes + total.runn.nonbillableMinutes);
      expect(await figure('drift')).toBe(total.driftMinutes);
      expect(await figure('waiting')).toBe(Object.values(changes).reduce((sum, number) => sum + number, 0));
      expect(await figure('unmatched-time')).toBe(document.unmatchedSeconds);
    });

    it('has every person and day of the JSON in its heat map', async () => {
      const { page } = looked;
      const shown = await page.evaluate<string[]>(
        `[...document.querySelectorAll('#heat-map tbody tr')].map((row) =>
           [...row.querySelectorAll('td[data-v], td[data-m]')].map((cell) => cell.dataset.v ?? cell.dataset.m).join(' '))`,
      );
      const sum = ({ billableMinutes, nonbillableMinutes }: { billableMinutes: number; nonbillableMinutes: number }) =>
        billableMinutes + nonbillableMinutes;
      const wanted = document.people.map((person) =>
        [
          ...[sum(person.toggl), sum(person.runn), person.driftMinutes, person.driftAfterMinutes],
          ...person.days.map(({ toggl, runn, runnAfter }) => [sum(toggl), sum(runn), sum(runnAfter)].join()),
        ].join(' '),
      );
      expect(shown.sort()).toEqual(wanted.sort());
    });

    it('has every project of the JSON, billable and not', async () => {
      const { page } = looked;
      const shown = await page.evaluate<string[]>(
        `[...document.querySelectorAll('#projects tbody tr')].map((row) =>
           [2, 3, 4, 6, 7, 8, 9, 10].map((column) => row.cells[column].dataset.v).join())`,
      );
      const wanted = document.projects.map(({ toggl, runn, driftMinutes, driftAfterMinutes }) => {
        const side = (minutes: typeof toggl) => [
          minutes.billableMinutes + minutes.nonbillableMinutes,
          minutes.billableMinutes,
          minutes.nonbillableMinutes,
        ];
        return [...side(toggl), ...side(runn), driftMinutes, driftAfterMinutes].join();
      });
      expect(shown.sort()).toEqual(wanted.sort());
    });

    it('has a statement whose parts add up to what the JSON says', async () => {
      const { page } = looked;
      const values = (selector: string) =>
        page.evaluate<number[]>(
          `[...document.querySelectorAll('${selector} td')].map((cell) => Number(cell.dataset.v))`,
        );
      const add = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
      const { toggl, runn } = document.statement;
      expect(add(await values('#toggl-account tbody'))).toBe(toggl.trackedSeconds);
      expect(await values('#toggl-account tfoot')).toEqual([toggl.trackedSeconds]);
      expect(add(await values('#runn-account tbody'))).toBe(runn.minutesAfter);
      expect(await values('#runn-account tfoot')).toEqual([runn.minutesAfter]);
    });

    it('has the unmatched time, late changes and runs of the JSON', async () => {
      const { page } = looked;
      const rows = (id: string) => page.locator(`#${id} tbody tr`).count();
      const of = (mender: string) => document.unmatched.filter(({ mendedBy }) => mendedBy === mender);
      expect(await rows('unmatched-runn')).toBe(of('runn').length);
      expect(await rows('unmatched-tracker')).toBe(of('tracker').flatMap(({ byUser }) => byUser).length);
      expect(document.lateChanges.length).toBeGreaterThan(0);
      expect(await rows('late-changes')).toBe(document.lateChanges.length);
      expect(document.runs.length).toBe(1);
      expect(await rows('runs')).toBe(1);
    });

    it.each([
      ['light', 1280],
      ['dark', 1280],
      ['light', 360],
    ] as const)('gives axe nothing to complain of: %s, %i px', async (colorScheme, width) => {
      const { page } = await open({ colorScheme, width });
      await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
      await page.evaluate(axeSource);
      const violations = await page.evaluate<string[]>(
        `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
           violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html).join(' | ')))`,
      );
      expect(violations).toEqual([]);
    });

    it('shows the projects whole at 1200 pixels, and keeps their names in sight where they scroll', async () => {
      const wide = await openFile(browser, file, { width: 1200 });
      const overflow = `(() => { const { scrollWidth, clientWidth } = document.querySelector('#projects').parentElement;
        return scrollWidth - clientWidth; })()`;
      expect(await wide.page.evaluate(overflow)).toBe(0);
      await wide.page.context().close();
      const { page } = await openFile(browser, file, { width: 360 });
      expect(await page.evaluate<number>(overflow)).toBeGreaterThan(0);
      const left = await page.evaluate(`(() => { const table = document.querySelector('#projects');
        table.parentElement.scrollLeft = 200;
        return table.querySelector('tbody th').getBoundingClientRect().left
          - table.parentElement.getBoundingClientRect().left; })()`);
      expect(left).toBe(0);
      await page.context().close();
    });

    it('fits a telephone: only tables are scrolled sideways, each by itself', async () => {
      for (const each of [file, month]) {
        const { page } = await openFile(browser, each, { width: 360 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      }
    });

    it('sorts a table by keyboard, and says by which column', async () => {
      const { page } = await open();
      const head = page.locator('#projects th', { hasText: 'Drift' }).first();
      const values = () =>
        page.evaluate<number[]>(
          `[...document.querySelectorAll('#projects tbody tr')].map((row) => Number(row.cells[9].dataset.v))`,
        );
      await head.locator('button').focus();
      await page.keyboard.press('Enter');
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      expect(await values()).toEqual([...(await values())].sort((a, b) => b - a));
      await page.keyboard.press('Space');
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      expect(await values()).toEqual([...(await values())].sort((a, b) => a - b));
      expect(await page.locator('#projects th[aria-sort]').count()).toBe(1);
    });

    it('finds people by a part of their name', async () => {
      const { page } = await open();
      await page.getByLabel('Find a person').fill('ONERROR');
      expect(await page.locator('#heat-map tbody tr:visible').count()).toBe(1);
      expect(await page.locator('.find output').textContent()).toBe(`1 of ${document.people.length} people`);
    });

    it('prints everything: nothing is folded or cut', async () => {
      const { page } = await open();
      await page.emulateMedia({ media: 'print' });
      await page.pdf({ preferCSSPageSize: true });
      expect(await page.locator('details:not([open])').count()).toBe(0);
      expect(await page.locator('nav').isVisible()).toBe(false);
      const cut = await page.evaluate(
        `[...document.querySelectorAll('.scroll')].filter((each) => getComputedStyle(each).overflowY !== 'visible').length`,
      );
      expect(cut).toBe(0);
    });
  },
);
