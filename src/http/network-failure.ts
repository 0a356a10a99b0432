/**
 * What a failed `fetch` means for a person: undici hides the reason in a chain of causes (`TypeError: fetch failed`).
 */

export interface NetworkFailure {
  /** `invalid`: the request itself cannot be made, so that repeating it is of no use. */
  readonly kind: 'network' | 'certificate' | 'invalid';
  /** In words, without the host. */
  readonly text: string;
  /** There was a connection, so that the request may have taken effect. */
  readonly isMidway?: boolean;
}

const wordsByCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'the answer did not begin in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer was cut off',
  UND_ERR_RESPONSE_STATUS_CODE: 'the proxy refused the connection',
};

/** Codes of connections that broke off: what was sent may have been read. */
const midwayCodes: ReadonlySet<string> = new Set([
  ...['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'],
  ...['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
]);

/** Explains what `fetch`, or reading the body, was rejected with. */
export function describeNetworkFailure(error: unknown): NetworkFailure {
  const codes = listCauses(error).map(codeOf);
  const certificate = codes.find((code) => code !== undefined && isCertificateCode(code));
  if (certificate !== undefined)
    return { kind: 'certificate', text: `the certificate is not trusted (${certificate})` };
  if (codes.includes('ERR_INVALID_URL')) return { kind: 'invalid', text: 'the address is not a URL' };
  const known = codes.find((code) => code !== undefined && Object.hasOwn(wordsByCode, code));
  if (known !== undefined) {
    return {
      kind: 'network',
      text: `${wordsByCode[known]} (${known})`,
      ...(midwayCodes.has(known) ? { isMidway: true } : {}),
    };
  }
  const code = codes.findLast((each) => each !== undefined);
  if (code?.startsWith('HPE_') === true) return { kind: 'network', text: `the answer is not HTTP (${code})` };
  return { kind: 'network', text: code === undefined ? 'the connection failed' : `the connection failed (${code})` };
}

/** The error and its causes, those of an `AggregateError` (several addresses of one host) included. */
function listCauses(error: unknown): readonly Error[] {
  const found: Error[] = [];
  const visit = (each: unknown) => {
    if (!(each instanceof Error) || found.includes(each) || found.length >= 10) return;
    found.push(each);
    if (each instanceof AggregateError) each.errors.forEach(visit);
    visit(each.cause);
  };
  visit(error);
  return found;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The names of OpenSSL's verification errors, and Node's own. */
function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|^ERR_TLS|^ERR_SSL/.test(code);
}
