/** Rules of each module by itself: its purpose, its length, its name, and what only certain modules may use. */
import { posix } from "node:path";
import type { Rule } from "./import_rules.ts";
import { type Module, stringIn } from "./modules.ts";
import { isIn } from "./rooms.ts";

/** A module opens with what it is for. */
export const opensWithItsPurpose: Rule = (modules) =>
  modules.filter(({ first }) => !/^\/\*\*[\s*]*[^\s*/]/.test(first?.value ?? ""))
    .map(({ path }) => `${path} does not open with a /** comment that says its purpose`);

const MAX_LINES = 300;

/** Past 300 lines a file is two things. */
export const isOneThing: Rule = (modules) =>
  modules.filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines; past ${MAX_LINES} it is two things`);

/** Names that say nothing of what is in the file. */
const EMPTY_NAMES =
  /^(?:.*_)?(?:utils?|types|common|misc|manager)\.ts$|^(?:helpers?|index|mod|shared|constants|interfaces|lib)\.ts$/;

/** Each file has something of its own, and a name that says what. */
export const hasContentAndName: Rule = (modules) =>
  modules.flatMap(({ path, onlyPassesOn }) => [
    ...(EMPTY_NAMES.test(posix.basename(path)) ? [`${path}: the name does not say what is in it`] : []),
    ...(onlyPassesOn ? [`${path} only passes on what others export: import it from where it is`] : []),
  ]);

/** Rooms in which files have the names of others, and why. */
const SAME_NAMES: readonly { readonly rooms: RegExp; readonly because: string }[] = [
  { rooms: /^src\/core\/language\//, because: "each language has the files that are declared above it" },
];

/** No two files have one name: whoever searches for a name finds one file. */
export const namesAreUnique: Rule = (modules) => {
  const seen = new Map<string, string>();
  return modules.flatMap(({ path }) => {
    const name = posix.basename(path);
    const other = seen.get(name);
    seen.set(name, path);
    if (other === undefined || SAME_NAMES.some(({ rooms }) => rooms.test(path) && rooms.test(other))) {
      return [];
    }
    return [`${path} has the name of ${other}: whoever searches for a file by its name finds two`];
  });
};

/** What may stand at the root of src/. */
const AT_THE_ROOT = ["src/main.ts", "src/compose.ts"];

/** Whoever looks for something finds it by its room. */
export const nothingIsLoose: Rule = (modules) =>
  modules.filter(({ path }) => /^src\/[^/]+$/.test(path) && !AT_THE_ROOT.includes(path))
    .map(({ path }) => `${path} stands in no room: only ${AT_THE_ROOT.join(" and ")} do`);

const HOST_FILES = ["src/host/", "src/main.ts", "src/compose.ts"];

/** The operating system is behind one seam. */
export const denoIsBehindTheHost: Rule = (modules) =>
  modules.filter(({ path, code }) => !isIn(path, HOST_FILES) && code.some(isGlobal("Deno")))
    .map(({ path }) =>
      `${path} uses Deno itself: only the host and the composition root do, so that tests can stand in for the system`
    );

const CHILDREN = "src/host/process/child_process.ts";

/** Every child process is started at one place, which sees to it that none of them opens a console window on Windows. */
export const childrenPassOnePlace: Rule = (modules) =>
  modules.filter(({ path }) => path !== CHILDREN).flatMap(({ path, code, imports }) => {
    const isStarted = code.some((token, index) =>
      isGlobal("Deno")(token, index, code) && code[index + 1]?.value === "." &&
      code[index + 2]?.value === "Command"
    );
    const isImported = imports.some(({ target }) => /^(?:node:)?child_process$/.test(target ?? ""));
    return isStarted || isImported
      ? [`${path} starts a program by itself: ${CHILDREN} does, so that none has a black window on Windows`]
      : [];
  });

const TIME = ["src/core/time/", "src/host/"];

/** Units of time are defined once, and times are spelt alike in all that programs read. */
export const timesHaveOnePlace: Rule = (modules) =>
  modules.filter(({ path }) => !isIn(path, TIME)).flatMap(({ path, code }) => {
    const spells = code.some(({ value }) => value === "toISOString");
    const defines = code.some(({ value }, index) =>
      /^(?:second|minute|hour|day)$/.test(value) && code[index - 1]?.value === "const" &&
      code[index + 1]?.value === "=" && code[index + 2]?.type === "NumericLiteral"
    );
    return [
      ...(spells
        ? [`${path} spells a time by itself: src/core/time/iso_time.ts does, so that all are spelt alike`]
        : []),
      ...(defines ? [`${path} defines a unit of time: import it from src/core/time/units.ts`] : []),
    ];
  });

/** The runtime forgets a signal of `AbortSignal.any()`, so that it never aborts; `firstOf()` gives one that it keeps. */
export const signalsAreKept: Rule = (modules) =>
  modules.filter(({ code }) =>
    code.some((token, index) =>
      isGlobal("AbortSignal")(token, index, code) && code[index + 1]?.value === "." &&
      code[index + 2]?.value === "any"
    )
  ).map(({ path }) =>
    `${path} uses AbortSignal.any(), which may never abort: src/host/abort_signals.ts does`
  );

/** The names of vendors, by which nothing outside their folders may be told apart. */
const PROVIDERS: readonly { readonly id: string; readonly files: readonly string[] }[] = [
  { id: "claude", files: ["src/providers/claude/", "src/main.ts", "src/compose.ts"] },
];

/** What is peculiar to a provider stays in its own files. */
export const providersAreInterchangeable: Rule = (modules) =>
  modules.flatMap(({ path, code }) =>
    PROVIDERS.filter(({ id, files }) => !isIn(path, files) && code.some((token) => stringIn(token) === id))
      .map(({ id }) => `${path} names the provider "${id}": the rest of the program must work for any`)
  );

/** A folder of a source of agents, in the core or at its edge. */
const SOURCE = /^src\/(?:core\/)?agents\/(\w+)\//;

/** Who may look into the folders of sources: where they are listed, and what examines each of them. */
const SOURCE_READERS = ["src/core/agents/sources.ts", "src/compose.ts", "src/commands/doctor/"];

/** What is peculiar to one kind of agents stays in its own two folders. */
export const agentSourcesAreInterchangeable: Rule = (modules) =>
  modules.filter(({ path }) => !isIn(path, SOURCE_READERS)).flatMap(({ path, imports }) =>
    imports.flatMap(({ target }) => {
      const source = SOURCE.exec(target ?? "")?.[1];
      return source === undefined || source === SOURCE.exec(path)?.[1]
        ? []
        : [`${path} imports ${target}: the rest of the program must work for any kind of agents`];
    })
  );

/** For `some` over a module's code: this name, neither a property of something nor a key. */
export function isGlobal(name: string) {
  return ({ type, value }: Module["code"][number], index: number, code: Module["code"]): boolean => {
    if (type !== "IdentifierName" || value !== name) return false;
    const before = code[index - 1]?.value;
    const isKey = before !== "?" && (code[index + 1]?.value === ":" ||
      (code[index + 1]?.value === "?" && code[index + 2]?.value === ":"));
    return before !== "." && before !== "?." && !isKey;
  };
}
