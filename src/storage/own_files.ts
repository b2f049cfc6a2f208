/** The files that are this program's own, by where they are. */

/** Full paths. */
export interface OwnFiles {
  /** The settings, a person's to edit. */
  readonly config: string;
  /** The saved state. */
  readonly state: string;
  /** Where the running program listens. */
  readonly server: string;
}
