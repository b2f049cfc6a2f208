/** What `doctor` says about sidecars, in English. */
import type { SidecarDoctorMessages } from "../sidecar_doctor_messages.ts";

export const sidecarDoctorEn: SidecarDoctorMessages = {
  portFree: (port) => `port ${port} is free`,
  portTaken: (port, other) => `another program has port ${port}: it gets port ${other}`,
  notAFile: (program) => `${program} is not a file`,
  notExecutable: (program) => `${program} may not be run: it is not marked as a program`,
  runs: (where, since) => `it runs, ${where}, started ${since}`,
  inProcess: (pid) => `process ${pid}`,
  starting: "it is being started",
  stopping: "it is being ended",
  onDemand: "it is started when it is needed",
  stopped: "you have stopped it",
  notWatched: "it does not run, since claudeminder does not run",
  notKnown: "the running claudeminder does not know it",

  installOrCorrect: (file) =>
    `install the program, or correct \`command\` in ${file}: PATH is claudeminder's own`,
  makeExecutable: (program) => `run: chmod +x "${program}"`,
  makeFolder: (file) => `make the folder, or correct \`cwd\` in ${file}`,
  endOrOtherPort: (file) => `end the other program, or add to \`fallback_ports\` in ${file}`,
  lookAndStart: (name) =>
    `see \`claudeminder sidecar logs ${name}\`, then \`claudeminder sidecar start ${name}\``,
  look: (name) => `see \`claudeminder sidecar logs ${name}\``,
};
