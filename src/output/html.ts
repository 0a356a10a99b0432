/** Markup in which everything that is put into it is escaped, unless it is markup made here itself. */

/** Made by `html` and `trustedMarkup` alone. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in `${}`: text is escaped, lists are joined, null is nothing. */
export type MarkupPart = Markup | string | number | null | readonly MarkupPart[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** For text and for attribute values in double quotes; never inside `script` or `style`. */
export function html(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += renderPart(part) + (strings[index + 1] ?? '');
  return new Markup(text);
}

/** Of this program's own texts only: a style sheet, a script. */
export function trustedMarkup(text: string): Markup {
  return new Markup(text);
}

function renderPart(part: MarkupPart): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  return part.map(renderPart).join('');
}

/** A command to be copied: where it has to be broken, then between words. */
export function markCommand(text: string): Markup {
  return html`<code>${text.split(' ').map((word, index) => html`${index === 0 ? '' : ' '}<span class="word">${word}</span>`)}</code>`;
}

/** Words with `code` between backticks, as hints have them. */
export function markCode(text: string): MarkupPart {
  return text.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece));
}
