/**
 * A permission as servers before 1.1 tell of it, by `permission.updated`: made into today's. Seen of a real OpenCode 1.0.185; the
 * earliest say neither `type` nor `pattern`.
 */
import * as z from "zod";
import type { WirePermission } from "./wire_values.ts";
import type { Wish } from "../../waiting.ts";
import { id, permission } from "./schemas.ts";

export const olderPermission = z.object({
  id,
  sessionID: id,
  type: z.unknown().optional(),
  /** What "always" allows from now on: one, several, or, where it does not say, all of its type. */
  pattern: z.unknown().optional(),
  /** Says what it is in a sentence. */
  title: z.unknown().optional(),
  metadata: z.unknown().optional(),
  messageID: z.unknown().optional(),
  callID: z.unknown().optional(),
}).transform((it): WirePermission => {
  const { type, pattern, title, messageID, callID, ...same } = it;
  const always = pattern === undefined ? type : pattern;
  const told = (patterns: readonly unknown[]) =>
    permission.parse({
      ...same,
      permission: type,
      patterns,
      always: Array.isArray(always) ? always : [always],
      tool: { messageID, callID },
    });
  const word = told([]);
  return { ...(saysNothing(word.wish) ? told([title]) : word), isOlder: true };
});

/** Its metadata do not say what it wants: then its title does. */
function saysNothing(wish: Wish): boolean {
  switch (wish.kind) {
    case "run":
      return wish.command === "";
    case "edit":
    case "read":
      return wish.file === "";
    case "fetch":
      return wish.url === "";
    case "outside":
      return wish.path === "";
    case "search":
      return wish.query === "";
    case "other":
      return wish.detail === "";
  }
}
