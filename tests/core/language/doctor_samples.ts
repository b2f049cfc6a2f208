/** What the functions of `doctor`'s catalogue are called with to compare its languages. */
import type { DoctorWords, System, WriteTrouble } from "../../../src/core/language/doctor_messages.ts";
import type { Comparison } from "./catalogues.ts";
import { a, b, c, type Calls } from "./command_samples.ts";

const d = "⟦d⟧";
const systems: readonly System[] = ["linux", "macos", "windows"];
const troubles: readonly WriteTrouble[] = ["full", "read-only", "forbidden", "not-a-folder", "unknown"];

const calls: Calls<DoctorWords> = {
  broke: [[a]],
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
  pinMatches: [[2]],
  variableNamesNothing: [[a, b]],
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
  oddServerFile: [[a]],
  takenByOther: [[37, a]],
  hangs: [[37, 53]],
  endProcess: systems.map((system) => [system, 37]),
  deleteFile: [[a]],
  loopbackOpens: [[37]],
  opencodeAnswers: [[37, a], [37, ""]],
  opencodeClosed: [[37]],
  opencodeOther: [[37]],
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
  lookAtRights: [[a]],
  notThereYet: [[a]],
};

export const doctorComparison: Comparison = {
  samples: calls,
  mayBeEqual: { proxy: "the word is the same in Vietnamese" },
  mayVary: {},
};
