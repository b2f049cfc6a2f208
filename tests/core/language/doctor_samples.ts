/** Arguments with which the functions of `doctor`'s catalogues are called to compare them. */
import type { DoctorMessages, WriteTrouble } from "../../../src/core/language/doctor_messages.ts";
import type { System } from "../../../src/core/system.ts";
import type { Comparison } from "./catalogue_differences.ts";
import { a, b, below, c, type Calls } from "./command_samples.ts";

const d = "⟦d⟧";
const systems: readonly System[] = ["linux", "macos", "windows"];
const troubles: readonly WriteTrouble[] = ["full", "read-only", "forbidden", "not-a-folder", "unknown"];

const calls: Calls<DoctorMessages> = {
  broke: [[a]],
  defaultsHold: [[a]],
  mendFile: [[a]],
  noSuchSetting: [[a]],
  signedIn: [[a, b, c, d], [a, a, c, d]],
  hasScope: [[a]],
  scopeUnknown: [[a]],
  validFor: [[a]],
  expired: [[a, b]],
  lacksScope: [[a]],
  expiredThere: [[a]],
  reachable: [[a, b, 37]],
  through: [[a]],
  noProxy: [["loopback"], ["NO_PROXY"], ["no proxy is set"]],
  proxy: [[a, b]],
  issuedBy: [[a]],
  trustedByStore: [[a]],
  systemStoreIs: [[a, b]],
  trustedByFile: [[a]],
  alsoTrusted: [[a, b]],
  pinMatches: [[2]],
  authoritiesUseless: [[a, b, "missing"], [a, b, "unreadable"], [a, b, "damaged"], [a, b, "empty"], [
    a,
    "",
    "missing",
  ]],
  correctVariable: [[a]],
  untrusted: [[a]],
  outOfTime: [[a, b]],
  trustIssuer: systems.map((system) => [system]),
  clockRight: [[a]],
  clockFast: [[a]],
  clockSlow: [[a]],
  setClock: systems.map((system) => [system]),
  seconds: [[37]],
  rateLimited: [[a]],
  requests: [[37, 53]],
  budgetSpent: [[37, 53, c]],
  newestUnreachable: [[a]],
  newestNotUnderstood: [[a]],
  newestIsThis: [[a]],
  newestIsOut: [[a, b]],
  trayHost: [[a, b]],
  trayAdvice: [["gnome"], ["xfce"], ["wlroots"], ["i3"]],
  abilities: [[a]],
  running: [[37, 53]],
  runningOther: [[37, a]],
  noHealth: [[37]],
  staleServerFile: [[37]],
  senseless: [[a]],
  senselessParts: [[a, b]],
  takenByOther: [[37, a]],
  hangs: [[37, 53]],
  endProcess: [[37]],
  silent: [[37, a]],
  endByName: systems.map((system) => [system, a]),
  deleteFile: [[a]],
  loopbackOpens: [[37]],
  opencodeAnswers: [[37, a], [37, ""]],
  opencodeClosed: [[37]],
  opencodeOther: [[37], ["http://box.example:37"]],
  opencodeUnsecured: [["http://box.example:37"]],
  takePortOut: [[37]],
  opencodeLocked: [[37]],
  opencodeRefuses: [[37]],
  opencodeSilent: [[37]],
  filesFine: [[37]],
  filesWritable: [[37]],
  readByOthers: [[a, b]],
  changedByOthers: [[a, b]],
  notYours: [[a]],
  notSeen: [[a]],
  cannotWrite: troubles.map((trouble) => [a, trouble]),
  writeRemedy: troubles.flatMap((trouble) =>
    systems.map((system): [string, WriteTrouble, System] => [a, trouble, system])
  ),
  seeLink: [[a]],
  ownFolder: [[a]],
  otherPath: [[a]],
  makeFolder: systems.map((system) => [a, b, system]),
  correctPlace: [[a]],
  lookAtRights: [[a]],
  notThereYet: [[a]],
  historyKept: [[a, b, null], [a, b, c]],
};

const sidecarCalls: Calls<DoctorMessages["sidecars"]> = {
  portFree: [[37]],
  portTaken: [[37, 53]],
  inProcess: [[37]],
};

export const doctorComparison: Comparison = {
  samples: { ...calls, ...below("sidecars", sidecarCalls) },
  mayBeEqual: { proxy: "the word is the same in Vietnamese" },
  mayVary: {},
};
