/** Which process runs, in words that another process can check. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Whether a process of this host is there; true as well when that cannot be known. */
  readonly isAlive: (pid: number) => boolean;
}
