/**
 * Builds `dist`: all of `src` and of the packages that it uses in one file, with a source map and the licences of what is
 * in it. Nothing is minified, so that what is installed can be read and stepped through.
 *
 * One file, and CommonJS, because a process that starts pays for each module that is found, read and linked by itself;
 * what few runs need stands beside it and is loaded when it is asked for. `npm run bench` has the figures.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Files beside the main one, by what is imported in `src`. None of them may share code with it. */
const apart = {
  '@inquirer/prompts': { file: 'prompts.cjs', contents: "export * from '@inquirer/prompts';" },
  ora: { file: 'progress.cjs', contents: "export { default } from 'ora';" },
  './install-undici.ts': { file: 'proxy.cjs', contents: "export * from './src/http/install-undici.ts';" },
  // The sandbox shares no code with the product (biome.json sees to that); of `src`, only `cli` imports it.
  '../sandbox/': {
    file: 'sandbox.cjs',
    contents: ['calendar', 'start-sandbox', 'switches']
      .map((each) => `export * from './src/sandbox/${each}.ts';`)
      .join('\n'),
  },
  // Imported statically, where nobody can wait for a promise.
  'd3-scale': { file: 'scales.cjs', contents: "export * from 'd3-scale';" },
  fflate: { file: 'zip.cjs', contents: "export { unzipSync } from 'fflate';" },
  papaparse: { file: 'csv.cjs', contents: "export { default } from 'papaparse';" },
  'string-width': { file: 'string-width.cjs', contents: "export { default } from 'string-width';" },
  yaml: { file: 'yaml.cjs', contents: "export * from 'yaml';" },
};

/** Stands for each export of a package from the start, and loads its file when one of them is called or looked into. */
async function renderStandIns(path) {
  const names = Object.keys(await import(path)).filter((name) => /^\w+$/.test(name) && name !== 'module');
  const standIn = (name) => `standIn(() => require('./${apart[path].file}').${name})`;
  return `const standIn = (load) => new Proxy(function () {}, {
    get: (_, name) => load()[name],
    apply: (_, self, args) => Reflect.apply(load(), self, args),
    construct: (_, args) => Reflect.construct(load(), args),
  });
  ${names.map((name) => (name === 'default' ? `export default ${standIn(name)};` : `export const ${name} = ${standIn(name)};`)).join('\n')}`;
}

const loadApart = {
  name: 'load-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path: specifier, kind }) => {
      const path = specifier.includes('../sandbox/') ? '../sandbox/' : specifier;
      if (!(path in apart)) return undefined;
      if (kind === 'dynamic-import' || path === '../sandbox/') return { path: `./${apart[path].file}`, external: true };
      return { path, namespace: 'load-apart', sideEffects: false };
    });
    onLoad({ filter: /./, namespace: 'load-apart' }, async ({ path }) => ({ contents: await renderStandIns(path) }));
    onResolve({ filter: /./, namespace: 'load-apart' }, ({ path }) => ({ path, external: true }));
  },
};

/** What packages bring and nobody here uses. */
const leaveOut = {
  name: 'leave-out',
  setup({ onLoad }) {
    // zod's messages in fifty languages; this program writes its own.
    onLoad({ filter: /zod.v4.locales.index\.js$/ }, () => ({ contents: "export { default as en } from './en.js';" }));
    // A prompt that opens an editor, with the encodings of the world.
    onLoad({ filter: /@inquirer.editor.dist/ }, () => ({ contents: 'export default undefined;' }));
  },
};

/** Packages that cosmiconfig would use to read files; this program brings a loader of its own. */
const neverLoaded = ['import-fresh', 'js-yaml', 'parse-json', 'typescript'];

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  supported: { 'dynamic-import': false },
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

rmSync(dist, { recursive: true, force: true });
const results = await Promise.all([
  build({
    ...options,
    entryPoints: ['src/process-entry.ts'],
    outfile: join(dist, 'toggl-runn.cjs'),
    external: neverLoaded,
    plugins: [loadApart, leaveOut],
  }),
  ...Object.values(apart).map(({ file, contents }) =>
    build({
      ...options,
      sourcemap: false,
      stdin: { contents, resolveDir: root },
      outfile: join(dist, file),
      plugins: [leaveOut],
    }),
  ),
]);
const inputs = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES'), renderLicences(listPackages(inputs)));
await writeReadyTexts();
await writeSchemas();

/** Every package of which something is in `dist`, by folder. */
function listPackages(files) {
  const folders = new Set();
  for (const file of files) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort();
}

function renderLicences(folders) {
  const texts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((each) => /^(licen[cs]e|copying)/i.test(each));
    if (file === undefined && license === undefined) throw new Error(`${name} has no licence.`);
    const text = file === undefined ? `Licensed under ${license}.` : readFileSync(join(root, folder, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return `The files in this folder contain code of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** What `--version`, `--help` and the name alone print, so that neither has to load the program. */
async function writeReadyTexts() {
  const { main } = createRequire(import.meta.url)(join(dist, 'toggl-runn.cjs'));
  const textOf = async (argv, columns) => {
    let text = '';
    const stdout = { columns, write: (piece) => (text += piece) };
    await main(argv, { stdout });
    return text;
  };
  writeFileSync(join(dist, 'version.txt'), await textOf(['--version'], 80));
  for (const columns of [80, 100]) {
    writeFileSync(join(dist, `commands-${columns}.txt`), await textOf([], columns));
    writeFileSync(join(dist, `help-${columns}.txt`), await textOf(['--help'], columns));
  }
}

/** The JSON Schemas of all documents. Made of what no command needs, so that they are not in the program. */
async function writeSchemas() {
  const outfile = join(dist, 'published-schemas.cjs');
  await build({ ...options, sourcemap: false, entryPoints: ['src/output/published-schemas.ts'], outfile });
  const { schemaNames, toJsonSchema } = createRequire(import.meta.url)(outfile);
  rmSync(outfile);
  mkdirSync(join(dist, 'schemas'));
  for (const name of schemaNames) {
    writeFileSync(join(dist, 'schemas', `${name}.json`), `${JSON.stringify(toJsonSchema(name), null, 2)}\n`);
  }
}
