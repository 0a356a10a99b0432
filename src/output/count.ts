/** `1 change`, `12 changes`; `plural` for words that do not take an s. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
