/** What a room of the house is, and groups of files that several rooms may import. */

/** A path that ends with "/" is a folder with all below it, any other a file. */
export interface Room {
  readonly holds: readonly string[];
  /** What is in it, for a person who looks for something. */
  readonly what: string;
  readonly mayImport: readonly string[];
  /** What it may import as types only. */
  readonly mayImportTypes: readonly string[];
  /** Taken out of `mayImport`, but for `butFor`. */
  readonly not: readonly string[];
  readonly butFor: readonly string[];
  /** The packages it may import; null = any. */
  readonly packages: readonly string[] | null;
  readonly because: string;
}

export const NONE: Omit<Room, "holds" | "what" | "because"> = {
  mayImport: [],
  mayImportTypes: [],
  not: [],
  butFor: [],
  packages: null,
};

/** For rooms that decide: without clock, network and files; of all packages only the one that checks the shape of data. */
export const PURE = { ...NONE, packages: ["zod"] };

/** What all of core/ stands on. */
export const BASE = ["src/core/text/", "src/core/time/"];
/** Types that all of core/ may name: systems, settings, reasons, actions, the words of a language, and the state. */
export const SHARED_TYPES = [
  "src/core/system.ts",
  ...["src/core/settings.ts", "src/core/setting_rule.ts", "src/core/reason.ts", "src/core/remedy.ts"],
  ...["src/core/action.ts", "src/core/menu_entry.ts", "src/core/state.ts", "src/core/language/"],
];

/** The seam to the system, and what is built on it alone: time limits, and private folders. */
export const HOST = [
  "host.ts",
  "staying_program.ts",
  "abort_signals.ts",
  "time_limit.ts",
  "files/private_folder.ts",
]
  .map((file) => `src/host/${file}`);

/** Why something does not work, as a value, and errors that carry it. */
export const REASONS = ["src/core/reason.ts", "src/core/reason_error.ts"];

/** What every task that runs for ever is made of. */
export const TASK = ["src/tasks/task.ts", "src/tasks/supervise.ts", "src/tasks/sleep_until.ts"];
