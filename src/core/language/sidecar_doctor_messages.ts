/** What `doctor` says about sidecars. Why one does not run is said as everywhere else. */

export interface SidecarDoctorMessages {
  /** `port`: the one that is wanted. */
  portFree(port: number): string;
  /** It is taken, and another one of the settings is free. */
  portTaken(port: number, other: number): string;
  notAFile(program: string): string;
  notExecutable(program: string): string;
  /** `since`: as `Messages.ago` says it. */
  runs(where: string, since: string): string;
  inProcess(pid: number): string;
  readonly starting: string;
  readonly stopping: string;
  readonly onDemand: string;
  readonly stopped: string;
  /** claudeminder does not run, so nor does it. */
  readonly notWatched: string;
  /** The program has other settings than the file, or another version. */
  readonly notKnown: string;

  /** Remedies. */
  installOrCorrect(file: string): string;
  makeExecutable(program: string): string;
  makeFolder(file: string): string;
  endOrOtherPort(file: string): string;
  /** `logs` has what it has printed. */
  lookAndStart(name: string): string;
  look(name: string): string;
}
