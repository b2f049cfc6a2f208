/** The rule by which every language can say what goes wrong. */
import type { Rule } from "./import_rules.ts";
import { type Module, stringIn } from "./modules.ts";

/** Errors from these folders carry data of their own, or no person reads them. */
const SILENT = ["src/host/", "src/x11/", "src/demo/", "src/core/"];

/** What goes wrong is a `Reason`. A sentence in an error, or in a reason about the system, would be English in every language. */
export const reasonsAreValues: Rule = (modules) =>
  modules.filter(({ path }) => !SILENT.some((folder) => path.startsWith(folder))).flatMap(({ path, code }) =>
    code.flatMap((token, index) => {
      const text = stringIn(token);
      const isSentence = text !== null && text.trim().includes(" ");
      const isSaid = isInError(code, index) || isSystems(code, index);
      return isSentence && isSaid
        ? [`${path} says "${text}": make it a kind of Reason in src/core/reason.ts, which each language says`]
        : [];
    })
  );

/** `new Error("...` */
function isInError(code: Module["code"], index: number): boolean {
  const [first, second, third] = [3, 2, 1].map((back) => code[index - back]?.value);
  return first === "new" && second === "Error" && third === "(";
}

/** `about: "system", text: "...` */
function isSystems(code: Module["code"], index: number): boolean {
  const before = code.slice(Math.max(0, index - 6), index);
  const about = before[2];
  return about !== undefined && stringIn(about) === "system" &&
    before.map(({ value }) => value).toSpliced(2, 1).join(" ") === "about : , text :";
}
