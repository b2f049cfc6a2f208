/**
 * Permissions of older servers: those before 1.1 send them by `permission.updated`, in another form, which is made into today's. As
 * seen of a real OpenCode 1.0.185; the earliest servers say neither `type` nor `pattern`.
 */
import * as z from "zod";
import type { WirePermission } from "./wire_values.ts";
import type { Wish } from "../../waiting.ts";
import { id, permission } from "./schemas.ts";

export const olderPermission = z.object({
  id,
  sessionID: id,
  type: z.unknown().optional(),
  /** What "always" allows from now on: one pattern, several, or, where there is none, everything of its type. */
  pattern: z.unknown().optional(),
  /** A sentence that says what is wanted. */
  title: z.unknown().optional(),
  metadata: z.unknown().optional(),
  messageID: z.unknown().optional(),
  callID: z.unknown().optional(),
}).transform((it): WirePermission => {
  const { type, pattern, title, messageID, callID, ...same } = it;
  const always = pattern === undefined ? type : pattern;
  const parsed = (patterns: readonly unknown[]) =>
    permission.parse({
      ...same,
      permission: type,
      patterns,
      always: Array.isArray(always) ? always : [always],
      tool: { messageID, callID },
    });
  const permissionOf = parsed([]);
  return { ...(saysNothing(permissionOf.wish) ? parsed([title]) : permissionOf), isOlder: true };
});

/** Whether its metadata do not say what it wants: then its title does. */
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
