/** Text of other people (names, notes, a service's words) made harmless for a terminal and for one line. */
import { stripVTControlCharacters } from 'node:util';

/**
 * Takes out what could move the cursor, colour the screen, break the line or turn the reading direction: escape
 * sequences, control characters, line breaks, and invisible format characters. The joiners that emoji and some scripts
 * need stay. Spaces are collapsed; the answer may be empty.
 */
export function safeText(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replace(/[\s\p{Z}]+/gu, ' ')
      // Joiners (U+200C, U+200D) are format characters too.
      .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
      // A letter with dozens of marks paints over the lines around it.
      .replace(/(\p{M}{4})\p{M}+/gu, '$1')
      .replace(/ +/gu, ' ')
      .trim()
  );
}
