/**
 * `npm run bench`: what the product promises about speed, measured side by side in one run and printed as a table. Ends
 * with 1 when a goal is missed or a result is wrong. Needs the built program; takes about five minutes.
 *
 *   npm run bench                      everything but the peers
 *   npm run bench -- --peers           and the sizes of three other CLIs, which are installed into a temporary folder
 *   npm run bench -- --only core,size  requests, wall, start, core, growth, size
 *   npm run bench -- --cpu             start and core by processor time, for a machine that is shared with others
 */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { syncDayLikeTheTutorial } from './tutorial.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'toggl-runn.js');
const folder = mkdtempSync(join(tmpdir(), 'toggl-runn-bench-'));
const { values: options } = parseArgs({
  options: { only: { type: 'string' }, peers: { type: 'boolean' }, cpu: { type: 'boolean' } },
});

/** @type {{ group: string, what: string, value: string, goal: string, ratio: string, isMet: boolean | null }[]} */
const lines = [];

/** A figure with a goal: `ratio` has to be `most` or less. */
function judge(group, what, value, ratio, most, base) {
  const goal = `<= ${most} ${base}`;
  lines.push({ group, what, value, goal, ratio: ratio.toFixed(2), isMet: ratio <= most });
}

/** A figure that stands for itself. */
function note(group, what, value) {
  lines.push({ group, what, value, goal: '', ratio: '', isMet: null });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const ms = (number) => `${Math.round(number)} ms`;
const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

// ------------------------------------------------------------------------------------------------------ processes

/** The cases, each one file, so that nothing of this script is in what is measured. */
async function buildCases() {
  const cases = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('-case.ts'));
  const banner =
    "import { createRequire as bundled } from 'node:module'; import { fileURLToPath as bundledPath } from 'node:url';" +
    'const require = bundled(import.meta.url); const __filename = bundledPath(import.meta.url);';
  await build({
    entryPoints: cases.map((file) => join(root, 'test', 'bench', file)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: banner },
    logLevel: 'error',
  });
}

function runCase(name, ...args) {
  const [program, ...flags] = [process.execPath, join(folder, `${name}-case.mjs`)];
  return JSON.parse(execFileSync(program, [...flags, ...args.map(String)], { encoding: 'utf8' }));
}

async function openSandbox(caseOptions) {
  const settings = JSON.stringify({ latencyMs: 0, limits: true, ...caseOptions });
  const child = fork(join(folder, 'sandbox-case.mjs'), [settings], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ environment, roles, today }] = await once(child, 'message');
  const ask = async (message) => {
    child.send(message);
    return (await once(child, 'message'))[0];
  };
  return {
    environment,
    roles: new Map(roles),
    today,
    take: () => ask('take'),
    forget: () => ask('forget'),
    close: () => child.kill(),
  };
}

let places = 0;
/** A home of its own, as on a machine that has never run before, with the zone that a user would configure, or without. */
function makeHome({ isConfigured = true } = {}) {
  places += 1;
  const home = join(folder, `home-${places}`);
  mkdirSync(home);
  if (isConfigured) writeFileSync(join(home, '.toggl-runnrc'), 'timezone: Europe/Berlin\n', { mode: 0o600 });
  return home;
}

const usageFile = join(folder, 'usage.json');
const withUsage = ['--require', fileURLToPath(new URL('write-usage.cjs', import.meta.url))];

/** The same with what the process itself says of its memory and processor time. */
async function timeWithUsage(argv, environment, home) {
  const { tookMs } = await time([...withUsage, ...argv], { ...environment, BENCH_USAGE_FILE: usageFile }, home);
  return { tookMs, ...JSON.parse(readFileSync(usageFile, 'utf8')) };
}

/** One process from its start to its end. */
async function time(argv, environment = {}, home = folder) {
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), ...environment };
  const startedAt = performance.now();
  const child = spawn(process.execPath, argv, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  const tookMs = performance.now() - startedAt;
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${stderr}${stdout.slice(0, 500)}`);
  return { tookMs, stdout };
}

const run = (sandbox, home, ...argv) => time([bin, ...argv, '--json'], sandbox.environment, home);

/** Requests by what they had to wait for: a wave begins with the first that follows an answer of the wave before. */
function wavesOf(requests, latencyMs) {
  const waves = [];
  let freeAt = Number.NEGATIVE_INFINITY;
  for (const request of [...requests].sort((a, b) => a.startedAt - b.startedAt)) {
    if (request.startedAt >= freeAt) {
      waves.push([]);
      freeAt = request.startedAt + latencyMs;
    }
    waves.at(-1).push(request);
  }
  return waves;
}

/** The arguments of Node for a process that sends these requests with `fetch` and does nothing else. */
function bareFetchOf(waves) {
  const file = join(folder, `waves-${places}.json`);
  writeFileSync(file, JSON.stringify(waves));
  return [fileURLToPath(new URL('bare-fetch.cjs', import.meta.url)), file];
}

const isWrite = ({ service, method }) => service === 'runn' && method !== 'GET';
const countOf = (requests, service) => requests.filter((request) => request.service === service).length;

// ------------------------------------------------------------------------------------------------------- measures

const groups = {
  async requests() {
    const group = 'requests';
    const sandbox = await openSandbox({ people: 200, projects: 300, days: 7, entriesPerDay: 1 });
    const home = makeHome();
    const first = JSON.parse((await run(sandbox, home, 'sync')).stdout);
    const written = await sandbox.take();
    const writes = written.requests.filter(isWrite).length;
    const cells = first.changes.length;
    judge(
      group,
      `writes of a first sync of ${cells} cells`,
      `${writes}`,
      writes / Math.ceil(cells / 100),
      1,
      'x cells/100',
    );
    const twice =
      written.requests.length -
      new Set(written.requests.map(({ method, path }, at) => (method === 'GET' ? path : at))).size;
    judge(group, 'pages read twice', `${twice}`, twice, 0, '');
    await run(sandbox, home, 'sync');
    const again = (await sandbox.take()).requests;
    judge(group, 'a sync with no change, 200 people, 300 projects', `${again.length}`, again.length, 10, 'requests');
    judge(
      group,
      'writes of a sync with no change',
      `${again.filter(isWrite).length}`,
      again.filter(isWrite).length,
      0,
      '',
    );
    sandbox.close();

    const week = runCase('week');
    judge(group, 'a week of hourly runs on Toggl Free: most in an hour', `${week.most}`, week.most, 30, 'requests');
    judge(group, `runs of them that failed, of ${week.runs}`, `${week.failed}`, week.failed, 0, '');

    const compared = await openSandbox({ people: 50, projects: 20, days: 7 });
    const ours = await run(compared, makeHome(), 'sync');
    const { requests, actuals } = await compared.take();
    const refused = requests.filter(({ status }) => status === 429).length;
    note(
      group,
      '50 people x 7 days: this tool',
      `${requests.length} requests, ${ms(ours.tookMs)}, ${refused} refused, ${actuals} of 750 actuals written`,
    );
    await compared.forget();
    const days = Array.from({ length: 7 }, (_, ago) => new Date(Date.parse(compared.today) - ago * 86_400_000));
    const startedAt = performance.now();
    const count = { sent: 0, failed: 0 };
    for (const day of days) {
      const { sent, failed } = await syncDayLikeTheTutorial(
        compared.environment,
        compared.roles,
        day.toISOString().slice(0, 10),
      );
      count.sent += sent;
      count.failed += failed;
    }
    const tookMs = performance.now() - startedAt;
    const left = (await compared.take()).actuals;
    note(
      group,
      "50 people x 7 days: the tutorial's method",
      `${count.sent} requests, ${ms(tookMs)}, ${count.failed} refused, ${left} of 750 actuals written`,
    );
    compared.close();
  },

  async wall() {
    const group = 'wall time';
    const latencyMs = 40;
    const sandbox = await openSandbox({ people: 800, projects: 200, days: 7, latencyMs });
    const { tookMs, stdout } = await run(sandbox, makeHome(), 'sync');
    const { requests, actuals } = await sandbox.take();
    if (actuals !== 12_000) throw new Error(`${actuals} actuals were written, not 12000.`);
    const runn = countOf(requests, 'runn');
    // The 121st request may leave a minute after the first.
    const allowedMs = Math.floor((runn - 1) / 120) * 60_000;
    const refused = requests.filter(({ status }) => status === 429).length;
    judge(
      group,
      `first sync of ${JSON.parse(stdout).changes.length} cells, 120 a minute, 40 ms latency (${runn} requests to Runn, ${refused} refused)`,
      ms(tookMs),
      tookMs / allowedMs,
      1.1,
      `x what the limit allows, ${ms(allowedMs)}`,
    );
    sandbox.close();

    const steady = await openSandbox({ people: 50, projects: 20, days: 7, latencyMs, limits: false });
    const home = makeHome();
    await run(steady, home, 'sync');
    await steady.take();
    const times = [];
    const bareTimes = [];
    let chain = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      times.push((await run(steady, home, 'sync')).tookMs);
      const waves = wavesOf((await steady.take()).requests, latencyMs);
      chain = Math.max(chain, waves.length);
      bareTimes.push((await time(bareFetchOf(waves), steady.environment, home)).tookMs);
      await steady.take();
    }
    const chainMs = chain * latencyMs;
    const bareMs = median(bareTimes);
    note(
      group,
      'its requests with fetch alone, as a process of their own',
      `${ms(bareMs)}, ${(bareMs / chainMs).toFixed(2)} x the chain`,
    );
    judge(
      group,
      `steady-state sync of 50 people x 7 days (a chain of ${chain} requests)`,
      ms(median(times)),
      median(times) / chainMs,
      1.5,
      `x the chain, ${ms(chainMs)}`,
    );
    steady.close();
  },

  async start() {
    const group = 'start-up';
    const sandbox = await openSandbox({ people: 50, projects: 20, days: 7, limits: false });
    const home = makeHome({ isConfigured: false });
    await run(sandbox, home, 'dry-run');
    const { requests } = await sandbox.take();
    const cases = {
      'node -e 0': { argv: ['-e', '0'], most: null },
      '--version': { argv: [bin, '--version'], most: 1.15 },
      '--help': { argv: [bin, '--help'], most: 1.35 },
      'dry-run of 50 people x 7 days on loopback': { argv: [bin, 'dry-run'], most: 5 },
      [`its ${requests.length} requests with fetch alone`]: { argv: bareFetchOf([requests]), most: null },
    };
    const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
    // In turns, so that a busy moment of the machine hits all of them.
    for (let turn = 0; turn < 20; turn += 1) {
      for (const [name, { argv }] of Object.entries(cases)) {
        const { tookMs, cpuMs } = options.cpu
          ? await timeWithUsage(argv, sandbox.environment, home)
          : await time(argv, sandbox.environment, home);
        times[name].push(cpuMs ?? tookMs);
      }
    }
    const base = median(times['node -e 0']);
    const fastestBase = Math.min(...times['node -e 0']);
    for (const [name, { most }] of Object.entries(cases)) {
      const tookMs = median(times[name]);
      const fastest = Math.min(...times[name]);
      const share = `, ${(fastest / fastestBase).toFixed(2)} x`;
      const value = `${tookMs.toFixed(1)} ms${options.cpu ? ' of CPU' : ''}; fastest ${fastest.toFixed(1)} ms${share}`;
      if (most === null) note(group, name, `${value}; median ${(tookMs / base).toFixed(2)} x`);
      else judge(group, name, value, tookMs / base, most, 'x node -e 0');
    }
    sandbox.close();
  },

  core() {
    const group = 'core';
    const { cells } = runCase('oracle');
    note(group, "plans checked against the oracle's", `${cells} changes, equal`);
    for (const standing of ['first-run', 'steady-state']) {
      // The fastest of three: the work is the same each time, and what else the machine does can only add to it.
      const best = (days) => {
        const results = [1, 2, 3].map(() => runCase('core', 1000, 400, days, 12, standing));
        return results.map(timesOf).sort((a, b) => a.tookMs - b.tookMs)[0];
      };
      const timesOf = (result) => ({
        ...result,
        tookMs: options.cpu ? result.cpuMs : result.planMs,
        floorTookMs: options.cpu ? result.floorCpuMs : result.floorMs,
      });
      const unit = options.cpu ? ' of CPU' : '';
      const small = best(25);
      const large = best(250);
      const floor = large.tookMs / large.floorTookMs;
      judge(
        group,
        `${standing}: ${large.rows} rows, ${large.changes} changes`,
        `${ms(large.tookMs)}${unit}`,
        large.tookMs / 2500,
        1,
        'x 2500 ms',
      );
      note(
        group,
        `${standing}: one pass over the rows with a Map`,
        `${ms(large.floorTookMs)}${unit}; the plan takes ${floor.toFixed(1)} times as long`,
      );
      judge(
        group,
        `${standing}: peak of the process, input (${large.inputMb} MB) in it`,
        `${large.peakMb} MB`,
        large.peakMb / 700,
        1,
        'x 700 MB',
      );
      judge(
        group,
        `${standing}: ten times the rows (${ms(small.tookMs)}${unit} for ${small.rows})`,
        `${ms(large.tookMs)}${unit}`,
        large.tookMs / small.tookMs,
        11,
        'x',
      );
      const wide = runCase('core', 1000, 400, 250, 400, standing);
      note(
        group,
        `${standing}: the same with everybody on all 400 projects`,
        `${ms(options.cpu ? wide.cpuMs : wide.planMs)}${unit}, ${wide.peakMb} MB`,
      );
    }
  },

  async growth() {
    for (const people of [1, 10, 100, 1000]) {
      const core = runCase('core', people, 400, 250, 12, 'first-run');
      note(
        'growth: plan of a year',
        `${people} people, ${core.rows} rows`,
        `${ms(core.planMs)}, ${ms(core.cpuMs)} of CPU, ${core.peakMb} MB`,
      );
    }
    for (const people of [1, 10, 100, 1000]) {
      const sandbox = await openSandbox({ people, projects: 400, days: 7, limits: false });
      const home = makeHome();
      const measured = async (...argv) => {
        const { tookMs, cpuMs, peakBytes } = await timeWithUsage([bin, ...argv, '--json'], sandbox.environment, home);
        const { requests } = await sandbox.take();
        return `${ms(tookMs)}, ${ms(cpuMs)} of CPU, ${mb(peakBytes)}, ${requests.length} requests`;
      };
      const first = await measured('sync', '--no-journal');
      note('growth: sync of a week', `${people} people, ${people * 15} actuals, first`, first);
      note('growth: sync of a week', `${people} people, no change`, await measured('sync', '--no-journal'));
      sandbox.close();
    }
  },

  size() {
    const group = 'size';
    const npm = (cwd, ...args) =>
      execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const packed = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder))[0];
    const install = (name, spec) => {
      const place = join(folder, `install-${name.replaceAll(/[^a-z]/g, '-')}`);
      mkdirSync(place);
      writeFileSync(join(place, 'package.json'), '{"private":true}');
      npm(place, 'install', '--no-audit', '--no-fund', '--ignore-scripts', spec);
      const { packages } = JSON.parse(readFileSync(join(place, 'node_modules', '.package-lock.json'), 'utf8'));
      return `${mb(sizeOf(join(place, 'node_modules')))} in ${Object.keys(packages).length} packages`;
    };
    note(
      group,
      'toggl-runn',
      `${mb(packed.size)} packed, ${install('toggl-runn', join(folder, packed.filename))} installed`,
    );
    if (options.peers !== true) return;
    for (const peer of ['@changesets/cli', 'npm-check-updates', 'contentful-cli']) {
      note(group, peer, `${install(peer, peer)} installed`);
    }
  },
};

function sizeOf(path) {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

// ---------------------------------------------------------------------------------------------------------- report

function print() {
  console.log(
    `\nNode.js ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  console.log('| | what | measured | ratio | goal | |\n|---|---|---|---|---|---|');
  for (const { group, what, value, ratio, goal, isMet } of lines) {
    const verdict = isMet === null ? '' : isMet ? 'met' : '**missed**';
    console.log(`| ${group} | ${what} | ${value} | ${ratio} | ${goal} | ${verdict} |`);
  }
}

const chosen = options.only?.split(',') ?? Object.keys(groups);
try {
  await buildCases();
  for (const name of chosen) {
    if (groups[name] === undefined) throw new Error(`--only knows ${Object.keys(groups).join(', ')}.`);
    console.error(`${name} ...`);
    await groups[name]();
  }
  print();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = lines.some(({ isMet }) => isMet === false) ? 1 : 0;
