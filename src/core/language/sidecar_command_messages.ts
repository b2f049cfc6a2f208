/** What the command `sidecar` says. States of sidecars, and why one does not run, are said as everywhere else. */

export interface SidecarCommandMessages {
  /** What each of its commands does. */
  readonly commands: Record<SidecarCommandName, string>;
  readonly options: Record<"follow" | "lines", string>;
  /** The headings of the table. */
  readonly columns: Record<"name" | "state" | "uptime" | "place" | "restarts" | "reason", string>;
  /** `file`: the settings. */
  none(file: string): string;
  /** `where`: an address, or as `inProcess` says it. */
  runs(name: string, where: string): string;
  inProcess(pid: number): string;
  stopped(name: string): string;
  /** `got`: the argument in quotation marks. */
  badLines(most: number, got: string): string;
  /** More lines came than are remembered. */
  missed(count: number): string;
}

export type SidecarCommandName = "list" | "start" | "stop" | "restart" | "logs";
