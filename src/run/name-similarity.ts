/** How alike two names are, by the number of letters that differ. */
import leven from 'leven';
import type { Similarity } from '../core/suggest.ts';

/** Less alike than this is of no use to anybody, and need not be measured to the end. */
const leastUseful = 0.5;

/** 1 for equal names, 0 for names of which at most half is the same. */
export const nameSimilarity: Similarity = (a, b) => {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 0;
  const maxDistance = Math.floor(longest * (1 - leastUseful));
  if (Math.abs(a.length - b.length) > maxDistance) return 0;
  const distance = leven(a, b, { maxDistance });
  return distance >= maxDistance ? 0 : 1 - distance / longest;
};
