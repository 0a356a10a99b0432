/** Checks requests and answers against Runn's document, so that a test cannot invent an API. */
import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema } from 'ajv';

interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly required?: boolean;
  readonly schema: AnySchema;
}
interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: AnySchema } } };
  readonly responses: Readonly<
    Record<string, { readonly content?: { readonly 'application/json': { readonly schema: AnySchema } } }>
  >;
}
type PathItem = Operation & Readonly<Record<string, Operation>>;
interface Document {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> };
}

export interface CapturedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly body: unknown;
}

const documentFile = new URL('../fixtures/api/runn-v1.openapi.json', import.meta.url);
const text = readFileSync(documentFile, 'utf8').replaceAll('"#/components/', '"runn#/components/');
const document: Document = JSON.parse(text);
// Query values are text, hence the coercion. The document's formats are not checked by ajv itself.
const ajv = new Ajv({ strict: false, validateFormats: false, coerceTypes: true, allErrors: true });
ajv.addSchema(document, 'runn');

/** What is wrong with a request, in the words of the document; empty for a good one. */
export function problemsOfRequest(request: CapturedRequest): string[] {
  const found = findOperation(request.method, request.path);
  if (found === undefined) return [`${request.method} ${request.path} is not in the document`];
  const problems: string[] = [];
  const parameters = [...(found.item.parameters ?? []), ...(found.operation.parameters ?? [])].map(resolveParameter);
  const known = new Map(parameters.filter((each) => each.in === 'query').map((each) => [each.name, each]));
  for (const [name, value] of Object.entries(request.query)) {
    const parameter = known.get(name);
    if (parameter === undefined) problems.push(`unknown query ${name}`);
    else problems.push(...problemsOf(parameter.schema, value, `query ${name}`));
  }
  for (const parameter of parameters.filter((each) => each.in === 'header')) {
    const value = request.headers.get(parameter.name);
    if (value === null) problems.push(`no header ${parameter.name}`);
    else problems.push(...problemsOf(parameter.schema, value, `header ${parameter.name}`));
  }
  const bodySchema = found.operation.requestBody?.content['application/json'].schema;
  if (bodySchema === undefined && request.body !== undefined) problems.push('a body that the document does not know');
  if (bodySchema !== undefined) problems.push(...problemsOf(bodySchema, request.body, 'body'));
  return problems;
}

/** What is wrong with an answer of a test's own server. */
export function problemsOfAnswer(method: string, path: string, status: number, body: unknown): string[] {
  const schema = findOperation(method, path)?.operation.responses[status]?.content?.['application/json'].schema;
  return schema === undefined ? [`no answer ${status} in the document`] : problemsOf(schema, body, 'answer');
}

function findOperation(method: string, path: string) {
  for (const [template, item] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[0-9]+')}$`);
    const operation = item[method.toLowerCase()];
    if (pattern.test(path) && operation !== undefined) return { item, operation };
  }
  return undefined;
}

function resolveParameter(parameter: Parameter | { readonly $ref: string }): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const resolved = document.components.parameters[parameter.$ref.split('/').at(-1) ?? ''];
  if (resolved === undefined) throw new Error(`The document has no ${parameter.$ref}.`);
  return resolved;
}

function problemsOf(schema: AnySchema, value: unknown, where: string): string[] {
  // Coercion changes objects in place; what the test holds must stay as it was sent.
  const isValid = ajv.validate(schema, structuredClone(value));
  return isValid ? [] : [`${where}: ${ajv.errorsText()}`];
}
