/** Writes the JSON Schemas of all documents beside the compiled program, as the package ships them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { schemaNames, toJsonSchema } from '../dist/output/published-schemas.js';

const folder = new URL('../dist/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const name of schemaNames) {
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(toJsonSchema(name), null, 2)}\n`);
}
