/**
 * The rules of the house, each a function from modules to what breaks it, in words that say why the rule is there. Who may
 * import whom is a table.
 */
import { posix } from "node:path";
import { type Import, type Module, stringIn } from "./modules.ts";

/** What breaks it, one sentence each; empty when the rule holds. */
export type Rule = (modules: readonly Module[]) => readonly string[];

/** A part of the house. A pattern that ends with "/" is a folder, with "*" a beginning, else a file. */
interface Part {
  readonly holds: readonly string[];
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

const NOTHING: Omit<Part, "holds" | "because"> = {
  mayImport: [],
  mayImportTypes: [],
  not: [],
  butFor: [],
  packages: null,
};

/** The seam to the system, and what stands on it alone: time limits, and folders that are nobody else's. */
const HOST = ["src/host/host.ts", "src/host/time_limit.ts", "src/host/files/private_folder.ts"];

/** Why something does not work, as a value, and errors that carry it. */
const REASONS = ["src/core/reason.ts", "src/core/reason_error.ts"];

/** What every task that runs for ever is made of. */
const TASK = ["src/tasks/task.ts", "src/tasks/supervise.ts", "src/tasks/sleep_until.ts"];

/** The first part that holds a file is the file's. */
const PARTS: readonly Part[] = [
  {
    ...NOTHING,
    holds: ["src/core/"],
    mayImport: ["src/core/"],
    packages: ["zod"],
    because: "core/ runs with no permissions, at any time, on any system",
  },
  {
    ...NOTHING,
    holds: ["src/host/"],
    mayImport: ["src/host/"],
    because: "the outermost seam knows nothing of the program",
  },
  {
    ...NOTHING,
    holds: ["src/net/"],
    mayImport: ["src/net/", "src/core/"],
    mayImportTypes: ["src/host/host.ts"],
    because: "net/ describes ways to a server, over the host it is given",
  },
  {
    ...NOTHING,
    holds: ["src/providers/"],
    mayImport: ["src/providers/", "src/net/", "src/core/"],
    mayImportTypes: ["src/host/host.ts", "src/platform/platform.ts"],
    because: "providers read, over the host they are given",
  },
  {
    ...NOTHING,
    holds: ["src/platform/"],
    mayImport: ["src/platform/", "src/core/"],
    mayImportTypes: ["src/host/host.ts"],
    because: "a platform describes, so that every system's is tested on any",
  },
  {
    ...NOTHING,
    holds: ["src/dbus/"],
    mayImport: ["src/dbus/", ...REASONS, ...HOST],
    because: "dbus/ carries messages, whatever they are about, and says why it cannot",
  },
  {
    ...NOTHING,
    holds: ["src/x11/"],
    mayImport: ["src/x11/", ...HOST],
    because: "x11/ speaks to an X server, whatever about",
  },
  {
    ...NOTHING,
    holds: ["src/tray/"],
    mayImport: ["src/tray/", "src/dbus/", "src/x11/", "src/core/", "src/platform/platform.ts", ...HOST],
    because: "tray/ draws",
  },
  {
    ...NOTHING,
    holds: ["src/notify/"],
    mayImport: ["src/notify/", "src/dbus/", "src/core/", "src/platform/platform.ts", ...HOST],
    because: "notify/ hands over what core/ has written",
  },
  {
    ...NOTHING,
    holds: ["src/storage/"],
    mayImport: ["src/storage/", "src/core/", ...HOST],
    because: "storage/ reads and writes what outlives the process, and decides nothing",
  },
  {
    ...NOTHING,
    holds: ["src/agents/"],
    mayImport: [
      "src/agents/",
      "src/x11/",
      "src/net/read_body.ts",
      "src/core/",
      "src/tasks/while_settings_same.ts",
      ...HOST,
      ...TASK,
    ],
    mayImportTypes: ["src/platform/platform.ts"],
    because: "agents/ finds, follows and answers agents, over the host it is given",
  },
  {
    ...NOTHING,
    holds: ["src/server/"],
    mayImport: ["src/server/", "src/core/", "src/storage/", ...HOST, ...TASK],
    because: "server/ tells other processes what it is given, and passes on what they want",
  },
  {
    ...NOTHING,
    holds: ["src/tasks/"],
    mayImport: [
      ...["src/tasks/", "src/core/", "src/providers/provider.ts", "src/platform/platform.ts"],
      ...["src/tray/driver.ts", "src/notify/sender.ts", ...HOST],
    ],
    mayImportTypes: ["src/net/net_client.ts"],
    because: "tasks get the concrete provider, platform, driver and network from compose.ts",
  },
  {
    ...NOTHING,
    holds: ["src/app/version.ts"],
    mayImport: ["deno.json"],
    because: "the version stands in deno.json and nowhere else",
  },
  {
    ...NOTHING,
    holds: ["src/main.ts", "src/compose.ts"],
    mayImport: ["src/"],
    because: "they are the composition root",
  },
  {
    ...NOTHING,
    holds: ["src/app/", "src/commands/", "src/demo/"],
    mayImport: ["src/"],
    not: [
      ...["src/main.ts", "src/compose.ts", "src/host/", "src/providers/", "src/platform/"],
      ...["src/tray/sni_driver.ts", "src/tray/systray_driver.ts"],
    ],
    butFor: [
      ...HOST,
      "src/host/files/memory_files.ts",
      ...["src/providers/provider.ts", "src/platform/platform.ts"],
    ],
    because: "app/, demo/ and commands/ wire what compose.ts has chosen",
  },
];

function matches(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern.endsWith("/")) return path.startsWith(pattern);
    if (!pattern.endsWith("*")) return path === pattern;
    const beginning = pattern.slice(0, -1);
    return path.startsWith(beginning) && !path.slice(beginning.length).includes("/");
  });
}

function partOf(path: string): Part | undefined {
  return PARTS.find(({ holds }) => matches(path, holds));
}

/** Who may import whom. */
export const importsFollowTheTable: Rule = (modules) =>
  modules.flatMap(({ path, imports }) => {
    const part = partOf(path);
    if (part === undefined) return [`${path}: no part of the house holds this file`];
    return imports.filter((found) => !mayImport(part, found))
      .map(({ target }) =>
        target === null
          ? `${path}: an import that is computed hides what is imported`
          : `${path} may not import ${target}: ${part.because}`
      );
  });

function mayImport(part: Part, { target, typeOnly }: Import): boolean {
  if (target === null) return false;
  const isOurs = target.startsWith("src/") || target.startsWith("../") || /\.(?:ts|js|json)$/.test(target);
  if (!isOurs) return part.packages === null || part.packages.includes(target);
  if (typeOnly && matches(target, part.mayImportTypes)) return true;
  if (matches(target, part.not) && !matches(target, part.butFor)) return false;
  return matches(target, part.mayImport);
}

/** No module is, over others, imported by itself. */
export const importsHaveNoCycle: Rule = (modules) => {
  const imports = new Map(modules.map((module) => [module.path, module.imports]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const before = way.indexOf(path);
    if (before >= 0) {
      cycles.push(
        `${[...way.slice(before), path].join(" -> ")}: neither can be understood without the other`,
      );
      return;
    }
    if (done.has(path)) return;
    for (const { target } of imports.get(path) ?? []) if (target !== null) visit(target, [...way, path]);
    done.add(path);
  };
  for (const { path } of modules) visit(path, []);
  return cycles;
};

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
const EMPTY_NAMES = /^(?:.*_)?(?:utils?|types|common|misc)\.ts$|^(?:helpers?|index|mod)\.ts$/;

/** Each file has something of its own, and a name that says what. */
export const hasContentAndName: Rule = (modules) =>
  modules.flatMap(({ path, onlyPassesOn }) => [
    ...(EMPTY_NAMES.test(posix.basename(path)) ? [`${path}: the name does not say what is in it`] : []),
    ...(onlyPassesOn ? [`${path} only passes on what others export: import it from where it is`] : []),
  ]);

const HOST_FILES = ["src/host/", "src/main.ts", "src/compose.ts"];

/** The operating system is behind one seam. */
export const denoIsBehindTheHost: Rule = (modules) =>
  modules.filter(({ path, code }) => !matches(path, HOST_FILES) && code.some(isGlobal("Deno")))
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
  modules.filter(({ path }) => !matches(path, TIME)).flatMap(({ path, code }) => {
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

/** The ids that providers have in the data. */
const PROVIDERS: readonly { readonly id: string; readonly files: readonly string[] }[] = [
  { id: "claude", files: ["src/providers/claude/", "src/main.ts", "src/compose.ts"] },
];

/** What is peculiar to a provider stays in its own files. */
export const providersAreInterchangeable: Rule = (modules) =>
  modules.flatMap(({ path, code }) =>
    PROVIDERS.filter(({ id, files }) => !matches(path, files) && code.some((token) => stringIn(token) === id))
      .map(({ id }) => `${path} names the provider "${id}": the rest of the program must work for any`)
  );

/** A folder of a source of agents, in the core or at its edge. */
const SOURCE = /^src\/(?:core\/)?agents\/(\w+)\//;

/** Who may look into the folders of sources: where they are listed, and what examines each of them. */
const SOURCE_READERS = ["src/core/agents/sources.ts", "src/compose.ts", "src/commands/doctor/"];

/** What is peculiar to one kind of agents stays in its own two folders. */
export const agentSourcesAreInterchangeable: Rule = (modules) =>
  modules.filter(({ path }) => !matches(path, SOURCE_READERS)).flatMap(({ path, imports }) =>
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
