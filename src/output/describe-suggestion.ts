/** Why a record is suggested, in words. */
import type { Suggestion } from '../core/report.ts';

const words: Readonly<Record<Suggestion['because'], string>> = {
  'same-email': 'same e-mail',
  'similar-email': 'similar e-mail',
  'same-name': 'same name',
  'similar-name': 'similar name',
};

/** `same e-mail`. */
export function becauseOf({ because }: Pick<Suggestion, 'because'>): string {
  return words[because];
}
