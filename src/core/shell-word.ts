/**
 * A text as one word of a shell's command line, in quotes where it needs them: double ones, which every shell takes, but
 * single ones around a `!`, which an interactive bash or zsh expands between double ones whatever stands before it.
 */
export function shellWord(text: string): string {
  if (/^[\w.@:+/-]+$/.test(text)) return text;
  if (text.includes('!')) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return `"${text.replaceAll(/["\\$`]/g, (sign) => `\\${sign}`)}"`;
}
