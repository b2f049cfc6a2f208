/** A source file as the architecture test sees it: its code without comments, and what it imports. */
import jsTokens, { type Token } from "js-tokens";
import { posix } from "node:path";

/** A file with its path from the project's folder, `src/core/usage/limit.ts`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface Module {
  readonly path: string;
  readonly lines: number;
  /** The first thing in the file, comments included. */
  readonly first: Token | null;
  /** The code, without comments and white space. */
  readonly code: readonly Token[];
  readonly imports: readonly Import[];
  /** It only exports what other modules export. */
  readonly onlyPassesOn: boolean;
}

export interface Import {
  /** What is imported: a path from the project's folder, or a package; null when it is computed at run time. */
  readonly target: string | null;
  /** `import type` or `export type`: nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

/** Reads a file; throws when its code cannot be told from comments and strings. */
export function readModule({ path, text }: Source): Module {
  const all = [...jsTokens(text)].filter(({ type }) =>
    type !== "WhiteSpace" && type !== "LineTerminatorSequence"
  );
  const unclear = all.find((token) => token.type === "Invalid" || ("closed" in token && !token.closed));
  if (unclear !== undefined) throw new Error(`Cannot read ${path}: what is ${unclear.value.slice(0, 20)}?`);
  const code = all.filter(({ type }) => !/Comment$/.test(type));
  const statements = importStatements(code);
  const inStatements = statements.reduce((sum, { start, end }) => sum + end - start, 0);
  return {
    path,
    lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
    first: all[0] ?? null,
    code,
    imports: statements.map(({ specifier, typeOnly }) => ({
      target: specifier === null ? null : targetOf(path, specifier),
      typeOnly,
    })),
    onlyPassesOn: statements.some(({ passesOn }) => passesOn) &&
      inStatements === code.filter(({ value }) => value !== ";").length,
  };
}

/** What is between the quotes of a string, or in a piece of a template; null for other tokens. */
export function stringIn(token: Token): string | null {
  switch (token.type) {
    case "StringLiteral":
    case "NoSubstitutionTemplate":
      return token.value.slice(1, -1);
    case "TemplateHead":
    case "TemplateMiddle":
      return token.value.slice(1, -2);
    case "TemplateTail":
      return token.value.slice(1, -1);
    case "RegularExpressionLiteral":
    case "MultiLineComment":
    case "SingleLineComment":
    case "HashbangComment":
    case "IdentifierName":
    case "PrivateIdentifier":
    case "NumericLiteral":
    case "Punctuator":
    case "WhiteSpace":
    case "LineTerminatorSequence":
    case "Invalid":
      return null;
  }
}

/** An import, or an export from another module, as the tokens from `start` up to, not including, `end`. */
interface Statement {
  readonly start: number;
  readonly end: number;
  readonly specifier: string | null;
  readonly typeOnly: boolean;
  readonly passesOn: boolean;
}

function importStatements(code: readonly Token[]): readonly Statement[] {
  return code.flatMap((token, index) => {
    if (token.type !== "IdentifierName" || code[index - 1]?.value === ".") return [];
    const found = token.value === "import"
      ? importAt(code, index)
      : token.value === "export"
      ? exportFromAt(code, index)
      : null;
    return found === null ? [] : [found];
  });
}

function importAt(code: readonly Token[], start: number): Statement | null {
  const next = code[start + 1];
  if (next === undefined || next.value === ".") return null;
  const base = { start, passesOn: false };
  if (next.value === "(") {
    const argument = code[start + 2];
    const isFixed = argument !== undefined && argument.type === "StringLiteral" &&
      [")", ","].includes(code[start + 3]?.value ?? "");
    return { ...base, end: start + 3, specifier: isFixed ? stringIn(argument) : null, typeOnly: false };
  }
  if (next.type === "StringLiteral") {
    return { ...base, end: start + 2, specifier: stringIn(next), typeOnly: false };
  }
  const typeOnly = next.value === "type" && !["from", ","].includes(code[start + 2]?.value ?? "");
  return fromAfter(code, start, start + 1, typeOnly, false);
}

function exportFromAt(code: readonly Token[], start: number): Statement | null {
  const typeOnly = code[start + 1]?.value === "type";
  const names = start + (typeOnly ? 2 : 1);
  if (code[names]?.value === "*") return fromAfter(code, start, names, typeOnly, true);
  if (code[names]?.value !== "{") return null;
  const close = code.findIndex((token, index) => index > names && token.value === "}");
  return code[close + 1]?.value === "from" ? fromAfter(code, start, close, typeOnly, true) : null;
}

/** The statement whose `from "..."` is the next one after `index`. */
function fromAfter(
  code: readonly Token[],
  start: number,
  index: number,
  typeOnly: boolean,
  passesOn: boolean,
): Statement | null {
  const from = code.findIndex((token, at) =>
    at >= index && token.value === "from" && code[at + 1]?.type === "StringLiteral"
  );
  const literal = code[from + 1];
  if (from < 0 || literal === undefined) return null;
  return { start, end: from + 2, specifier: stringIn(literal), typeOnly, passesOn };
}

function targetOf(path: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier;
}
