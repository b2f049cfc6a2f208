/** What a permission says by its kind (bash, edit, webfetch, ...): what the session wants to do. Kinds and metadata as seen of OpenCode 1.18.33. */
import type { Wish } from "../../waiting.ts";
import { PATTERNS_MAX } from "./read_maximums.ts";
import { READ_MAX, wholeText } from "../../../text/whole_text.ts";

/**
 * Texts are compared only up to this product of their lengths in UTF-16 units, for one permission may not cost seconds. Without the
 * comparison something may be said twice, which does no harm.
 */
const COMPARED_MAX = 1 << 22;

export interface AskedWish {
  /** No character in its texts is invisible. */
  readonly wish: Wish;
  /** Whether it says all that is asked for: nothing was left out, and it says something. */
  readonly isWhole: boolean;
}

/** `permission`: its kind; `patterns`: what the rule would match; `metadata`: what the tool says of itself. */
export function wishOf(
  permission: string,
  patterns: readonly string[],
  metadata: Readonly<Record<string, unknown>>,
): AskedWish {
  const values = (keys: readonly string[]) =>
    keys.map((key) => metadata[key]).filter((value) => typeof value === "string").filter((value) =>
      value !== ""
    );
  /** What its metadata say, and whatever else would be allowed with it. */
  const withPatterns = (said: readonly string[]) => {
    const compared = patterns.slice(0, PATTERNS_MAX).map((pattern) => pattern.slice(0, READ_MAX));
    const shown = said.map((one) => one.slice(0, READ_MAX));
    const isCostly = lengthOf(shown) * lengthOf(compared) > COMPARED_MAX;
    const others = compared.filter((pattern) => isCostly || !shown.some((one) => covers(one, pattern)));
    const all = wholeText([...new Set([...said, ...others])].join("\n"));
    return { text: all.text, isWhole: all.isWhole && patterns.length <= PATTERNS_MAX };
  };
  const first = (...keys: readonly string[]) => {
    const { text, isWhole } = withPatterns(values(keys).slice(0, 1));
    return { text, isWhole: isWhole && text !== "" };
  };
  switch (permission) {
    case "bash": {
      const { text: command, isWhole } = first("command");
      return { wish: { kind: "run", command }, isWhole };
    }
    case "edit":
    case "write":
    case "patch": {
      const { text: file, isWhole } = first("filepath", "filePath");
      return { wish: { kind: "edit", file }, isWhole };
    }
    case "read": {
      const { text: file, isWhole } = first("filepath", "filePath");
      return { wish: { kind: "read", file }, isWhole };
    }
    case "webfetch": {
      const { text: url, isWhole } = first("url");
      return { wish: { kind: "fetch", url }, isWhole };
    }
    case "external_directory": {
      const { text: path, isWhole } = first("filepath", "parentDir");
      return { wish: { kind: "outside", path }, isWhole };
    }
    case "websearch":
    case "codesearch":
    case "grep":
    case "glob": {
      const { text: query, isWhole } = first("query", "pattern");
      return { wish: { kind: "search", query }, isWhole };
    }
    default: {
      const name = wholeText(permission);
      const detail = withPatterns(values(["command", "filepath", "url", "query", "description", "tool"]));
      return {
        wish: { kind: "other", permission: name.text, detail: detail.text },
        isWhole: name.isWhole && detail.isWhole && name.text + detail.text !== "",
      };
    }
  }
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

/**
 * Whether the text that is shown already names what a pattern allows: a part of the command by its own words, the file by a path
 * with the same end, or the folder in which the file lies.
 */
function covers(said: string, pattern: string): boolean {
  const plain = pattern.trim().replace(/^(?:\.\.?[\\/])+/, "");
  if (plain === "") return pattern.trim() === "";
  const folder = /^(.*[\\/])\*$/s.exec(plain)?.[1];
  if (folder !== undefined && said.startsWith(folder)) return !/[\\/]/.test(said.slice(folder.length));
  for (let at = said.indexOf(plain); at >= 0; at = said.indexOf(plain, at + 1)) {
    if (isApart(said.charAt(at - 1)) && isApart(said.charAt(at + plain.length))) return true;
  }
  return false;
}

function isApart(neighbour: string): boolean {
  return !/[\p{L}\p{N}_.-]/u.test(neighbour);
}
