import leven from 'leven';

/**
 * The candidate that was most likely meant by `key`, or undefined when none is near: equal but for case, `_` and `-`,
 * or at most a third of its letters (and at least two) away. Of those that are equally near, the first with the same first
 * letter: whoever slips nearly always has that one right.
 */
export function nearestKey(key: string, candidates: readonly string[]): string | undefined {
  const wanted = fold(key);
  const maxDistance = Math.max(2, Math.floor(wanted.length / 3));
  let nearest: { readonly candidate: string; readonly rank: number } | undefined;
  for (const candidate of candidates) {
    const distance = leven(wanted, fold(candidate), { maxDistance: maxDistance + 1 });
    // A short word is within two letters of almost everything.
    const isNear = distance <= maxDistance && distance < Math.min(wanted.length, candidate.length);
    const rank = distance + (fold(candidate)[0] === wanted[0] ? 0 : 0.5);
    if (isNear && (nearest === undefined || rank < nearest.rank)) nearest = { candidate, rank };
  }
  return nearest?.candidate;
}

function fold(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '');
}
