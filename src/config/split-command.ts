/**
 * Splits a command line as people write it into program and arguments: at blanks, but not inside '…' or "…". There is
 * no shell, so nothing else has a meaning: no `$`, `|`, `~`, `*` or `\`. Undefined when a quote is left open.
 */
export function splitCommand(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const character of text) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = `${word ?? ''}${character}`;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = `${word ?? ''}${character}`;
    }
  }
  if (word !== undefined) words.push(word);
  return quote === undefined ? words : undefined;
}
