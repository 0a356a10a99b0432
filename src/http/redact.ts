/**
 * Takes secrets out of any text before it can reach a message, a log or an error's cause (DESIGN section 5).
 */

/** What stands in the place of a secret. */
const placeholder = '[redacted]';

export type Redact = (text: string) => string;

/**
 * A function that replaces every occurrence of the secrets: as they are, in the forms that they take in a URL or in
 * JSON, and as base64. Callers add what else can be derived from a token, such as the value of a Basic header.
 */
export function createRedactor(secrets: readonly string[]): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.trim() === '') continue;
    for (const form of [secret, secret.trim()]) {
      forms.add(form);
      forms.add(encodeURIComponent(form));
      forms.add(JSON.stringify(form).slice(1, -1));
      forms.add(Buffer.from(form, 'utf8').toString('base64'));
      forms.add(Buffer.from(form, 'utf8').toString('base64url'));
    }
  }
  // The longest first, so that no rest of a longer form stays behind a shorter one.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((redacted, form) => redacted.replaceAll(form, placeholder), text);
}
