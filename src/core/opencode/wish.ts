/** What a session wants to do, from the permission that it asks for. Kinds and metadata as seen of OpenCode 1.18.33. */
import type { Wish } from "./instance.ts";
import { oneLine, plainText } from "./text.ts";

/** `patterns`: what the rule would match; `metadata`: what the tool tells of itself. Text is made fit to be shown. */
export function wishOf(
  permission: string,
  patterns: readonly string[],
  metadata: Readonly<Record<string, unknown>>,
): Wish {
  const told = (...keys: readonly string[]): string => {
    const found = keys.map((key) => metadata[key]).find((value) => typeof value === "string" && value !== "");
    return plainText(typeof found === "string" ? found : patterns.join("\n"));
  };
  switch (permission) {
    case "bash":
      return { kind: "run", command: told("command") };
    case "edit":
    case "write":
    case "patch":
      return { kind: "edit", file: told("filepath", "filePath") };
    case "read":
      return { kind: "read", file: told("filepath", "filePath") };
    case "webfetch":
      return { kind: "fetch", url: told("url") };
    case "external_directory":
      return { kind: "outside", path: told("filepath", "parentDir") };
    case "websearch":
    case "codesearch":
    case "grep":
    case "glob":
      return { kind: "search", query: told("query", "pattern") };
    default:
      return {
        kind: "other",
        permission: oneLine(permission, 60),
        detail: told("command", "filepath", "url", "query", "description", "tool"),
      };
  }
}
