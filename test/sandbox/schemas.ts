/** The services' own documents as validators. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Schema = Record<string, unknown>;

function fixture(path: string): Schema {
  return JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8')) as Schema;
}

// `validateSchema`: one definition of the original repeats a value of an enumeration.
const options = { strict: false, validateFormats: false, allErrors: true, validateSchema: false };

/**
 * A validator for a definition of Toggl's Swagger documents. They seldom say what can be null, and recordings show that
 * almost everything can, so null is let through. Keys that the definition does not have are refused, but for `more`.
 */
export function togglSchema(
  document: 'toggl-reports-v3.swagger.json' | 'toggl-track-v9.swagger.json',
  name: string,
  more: readonly string[] = [],
): ValidateFunction {
  const { definitions } = fixture(`api/${document}`) as { definitions: Record<string, Schema> };
  const definition = definitions[name];
  if (definition === undefined) throw new RangeError(`No definition ${name}.`);
  const properties = definition['properties'] as Schema;
  const own = { ...definition, additionalProperties: false, properties: { ...allow(more), ...properties } };
  const schema = nullable({ definitions: { ...definitions, [name]: own } }) as Schema;
  return new Ajv(options).compile({ ...schema, $ref: `#/definitions/${name}` });
}

function allow(names: readonly string[]): Schema {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

function nullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(nullable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, nullable(value)]));
  if (typeof copy['type'] === 'string') copy['type'] = [copy['type'], 'null'];
  return copy;
}

/** A validator for a component of Runn's document; properties that it does not have are refused. */
export function runnSchema(name: string): ValidateFunction {
  const { components } = fixture('api/runn-v1.openapi.json') as { components: { schemas: Record<string, Schema> } };
  const schemas = { ...components.schemas, [name]: { ...components.schemas[name], additionalProperties: false } };
  return new Ajv2020(options).compile({ components: { schemas }, $ref: `#/components/schemas/${name}` });
}

interface Recording {
  readonly response: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

/** A recorded answer of Toggl. */
export function recording(name: string): Recording['response'] {
  return (fixture(`recorded/${name}.json`) as unknown as Recording).response;
}

/**
 * What `recorded` has and `answered` has not, as paths: missing keys, and values of another kind. Null agrees with every
 * kind, and of an array the first element stands for all.
 */
export function missingFrom(answered: unknown, recorded: unknown, path = '$'): string[] {
  if (recorded === null || answered === null) return [];
  if (Array.isArray(recorded)) {
    if (!Array.isArray(answered)) return [`${path}: no array`];
    return recorded.length === 0 || answered.length === 0 ? [] : missingFrom(answered[0], recorded[0], `${path}[0]`);
  }
  if (typeof recorded !== 'object') return typeof answered === typeof recorded ? [] : [`${path}: ${typeof answered}`];
  if (typeof answered !== 'object' || Array.isArray(answered)) return [`${path}: no object`];
  return Object.entries(recorded).flatMap(([key, value]) =>
    Object.hasOwn(answered as object, key)
      ? missingFrom((answered as Record<string, unknown>)[key], value, `${path}.${key}`)
      : [`${path}.${key}: missing`],
  );
}
