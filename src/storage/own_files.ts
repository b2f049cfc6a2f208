/** The paths of this program's own files. */

/** Full paths. */
export interface OwnFiles {
  /** The settings, a person's to edit. */
  readonly settings: string;
  /** The saved state. */
  readonly state: string;
  /** Where the running program listens. */
  readonly server: string;
}
