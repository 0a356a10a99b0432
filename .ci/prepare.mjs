/**
 * Makes a fresh clone ready with nothing but Node and npm: installs what `package-lock.json` names, and with `--build`
 * compiles `src`. Does nothing when both are up to date, so that it may stand before every script.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`toggl-runn needs Node.js 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** The newest change below a folder, in epoch milliseconds. */
function newestChange(folder) {
  return Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}

function run(what, args) {
  console.error(`${what} ...`);
  // npm is a script on Windows, which only a shell can start; nothing here comes from outside.
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(stdout, stderr);
  process.exit(status ?? 1);
}

const stamp = join(root, 'node_modules', '.toggl-runn-lock');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  // Not `npm ci`: it refuses a lock file that lacks the optional binaries of any platform, even of one that nobody has.
  run('Installing the dependencies', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

if (process.argv.includes('--build')) {
  const built = join(root, 'dist', 'version.txt');
  const changedMs = Math.max(newestChange(join(root, 'src')), statSync(join(root, '.ci', 'build.mjs')).mtimeMs);
  if (!existsSync(built) || statSync(built).mtimeMs < changedMs) {
    run('Building', ['run', '--silent', 'build']);
  }
}
