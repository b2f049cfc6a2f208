/** Arguments with which the functions of the command line's catalogues are called to compare them, and the form of such samples. */
import type { CommandMessages } from "../../../src/core/language/command_messages.ts";
import { type Comparison, marks } from "./catalogue_differences.ts";

/**
 * What to call each sentence of a catalogue with. The compiler misses those of a new one into which more than texts are put; for
 * texts alone `samplesOf()` has samples.
 */
export type Calls<T> =
  & { readonly [K in keyof T as TakesMore<T[K]> extends true ? K : never]: ArgumentsOf<T[K]> }
  & { readonly [K in keyof T as TakesMore<T[K]> extends false ? K : never]?: ArgumentsOf<T[K]> };

type ArgumentsOf<F> = F extends (...args: infer A) => unknown ? readonly A[] : never;

/** Whether something other than any text is put into a sentence; null = it is no function. */
type TakesMore<F> = F extends (...args: infer A) => unknown
  ? A extends readonly unknown[] ? false extends { [I in keyof A]: IsText<A[I]> }[number] ? true : false
  : true
  : null;

type IsText<A> = [A] extends [string] ? string extends A ? true : false : false;

/** Marked, so that they are found in a sentence. */
export const [a, b, c] = marks;

const commandCalls: Calls<CommandMessages> = {
  usageError: [[a]],
  alreadyRunning: [[37]],
  badMinutes: [[37, a]],
  badPercent: [[a]],
  badResetTime: [[a]],
  badParams: [[a]],
};
const helpCalls: Calls<CommandMessages["help"]> = { choices: [[a]], fallback: [[a]] };
const autostartCalls: Calls<CommandMessages["autostart"]> = {
  enabled: [[a]],
  enabledElsewhere: [[a]],
  enabledForNothing: [[a]],
};
const uninstallCalls: Calls<CommandMessages["uninstall"]> = {
  ended: [[37]],
  doesNotEnd: [[37]],
  autostartRemoved: [[a]],
  deleted: [[a]],
  notThere: [[a]],
  leftData: [[a]],
  leftSettings: [[a]],
  notLookedElsewhere: [[a]],
  leftProgram: [[a]],
  failed: [[a, b]],
};
const sidecarCalls: Calls<CommandMessages["sidecar"]> = {
  inProcess: [[37]],
  badLines: [[37, a]],
  missed: [[37]],
};
const historyCalls: Calls<CommandMessages["history"]> = {
  badSince: [[a]],
  unknownAccount: [[a, b]],
  resets: [[0], [1], [37]],
  timesSpent: [[1], [37]],
  alerts: [[0], [1], [37]],
  waits: [[0, null], [1, null], [37, a]],
  seconds: [[37]],
  weekday: [[2]],
  date: [[17, 6]],
};
export const commandComparison: Comparison = {
  samples: {
    ...commandCalls,
    ...below("autostart", autostartCalls),
    ...below("uninstall", uninstallCalls),
    ...below("sidecar", sidecarCalls),
    ...below("history", historyCalls),
    ...below("help", helpCalls),
  },
  mayBeEqual: { [a]: "what nobody knows stays as it is" },
  mayVary: {
    "history.weekday": "days have numbers in Vietnamese",
    "history.date": "months have numbers in Vietnamese",
    "history.timesSpent": "English says once",
    "history.waits": "English says once",
  },
};

/** The samples of a part of a catalogue. */
export function below(path: string, samples: Comparison["samples"]): Comparison["samples"] {
  return Object.fromEntries(Object.entries(samples).map(([key, value]) => [`${path}.${key}`, value]));
}
