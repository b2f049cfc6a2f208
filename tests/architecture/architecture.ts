/**
 * The rules of the house, each a function from modules to what breaks it, in words that say why the rule is there. Who may
 * import whom is the table of `import_table.ts`.
 */
import { posix } from "node:path";
import { type Part, PARTS } from "./import_table.ts";
import { type Import, type Module, stringIn } from "./modules.ts";

/** What breaks it, one sentence each; empty when the rule holds. */
export type Rule = (modules: readonly Module[]) => readonly string[];

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
