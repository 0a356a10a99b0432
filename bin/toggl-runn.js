#!/usr/bin/env node
const { readFileSync } = require('node:fs');
const module_ = require('node:module');
const { join } = require('node:path');

const argv = process.argv.slice(2);
process.stdout.on('error', (error) => {
  // `toggl-runn … | head` closes the pipe early; that is no failure of ours.
  if (error.code === 'EPIPE' || process.exitCode === 1) return;
  process.exitCode = 1;
  process.stderr.write(`error: The result could not be printed: ${error.message}.\n`);
});
// A log that cannot be written must not end a run between two writes.
process.stderr.on('error', () => {});

const ready = readReadyText();
if (ready !== undefined) {
  process.stdout.write(ready);
} else {
  // Keeps what V8 has compiled for the next run; Node 22.8 and later.
  module_.enableCompileCache?.();
  require('../dist/toggl-runn.cjs').runProcess(argv);
}

/** The version and the help at usual widths stand ready as text: commander would take as long as Node itself. */
function readReadyText() {
  if (argv.length > 1) return undefined;
  const [argument] = argv;
  if (argument === '--version' || argument === '-V') return readText('version.txt');
  if (argument !== undefined && argument !== '--help' && argument !== '-h') return undefined;
  const columns = Math.min(process.stdout.columns ?? 80, 100);
  if (columns !== 80 && columns !== 100) return undefined;
  return readText(`${argument === undefined ? 'commands' : 'help'}-${columns}.txt`);
}

function readText(file) {
  return readFileSync(join(__dirname, '..', 'dist', file), 'utf8');
}
