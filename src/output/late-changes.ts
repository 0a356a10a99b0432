/** Which findings are about changes that came too late for their period (R13). */
import type { Finding } from '../core/findings.ts';

export function isLateChange({ code }: Pick<Finding, 'code'>): boolean {
  return code === 'late-change' || code === 'moved-across-lock';
}
