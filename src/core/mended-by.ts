/** Who has to act so that unmatched time reaches Runn. */
import type { UnmatchedTime } from './report.ts';

/**
 * `runn`: whoever keeps people, projects and references there. `tracker`: those who tracked it, in Toggl.
 * `configuration`: whoever keeps `map` of this tool.
 */
export type Mender = 'runn' | 'tracker' | 'configuration';

export function mendedBy({ reason, mapTarget }: Pick<UnmatchedTime, 'reason' | 'mapTarget'>): Mender {
  if (mapTarget !== undefined) return 'configuration';
  return reason === 'no-project' ? 'tracker' : 'runn';
}
