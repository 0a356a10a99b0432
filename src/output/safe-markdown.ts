/** Text of other people made harmless for Markdown, as GitHub and its like render it. */
import { safeText } from './safe-text.ts';

/** Invisible, and enough to keep what it divides from becoming a mention, a reference or a link. */
const divider = '<!-- -->';

/**
 * One line that shows as it is: no markup, no HTML, no table cell that ends early, and nobody is mentioned, no issue
 * referenced and no address linked by what somebody called a project. Only what means something where it stands is
 * escaped, so that the source can be read too.
 */
export function safeMarkdown(text: string): string {
  return (
    safeText(text)
      .replace(/[\\`*[\]|~$&<>]/g, (sign) => entities[sign] ?? `\\${sign}`)
      // Within a word it means nothing.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/^(?:[#+\-=]|\d+(?=[.)](?:\s|$)))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
      // Signs that would end a heading.
      .replace(/(?<=\s)#(?=#*$)/, '\\#')
      .replace(/@|#(?=\d)|:(?=\/\/)|\bwww(?=\.)|\bGH(?=-\d)/gi, (found) => `${found}${divider}`)
  );
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
