/** What alerts of limits have in common: how the limit is named, for a person and in JSON. */
import type { Messages } from "../../language/messages.ts";
import type { Period } from "../../usage/periods.ts";
import type { Limit } from "../../usage/limit.ts";

/** Names a limit, without its figures. */
export type NamedLimit = Pick<Limit, "id" | "title">;

export function namedLimit({ limit, title }: Period): NamedLimit {
  return { id: limit, title };
}

export function nameOf({ title }: NamedLimit, messages: Messages): string {
  return messages.limitName(title);
}

export function limitFields(
  limit: NamedLimit,
  messages: Messages,
): { readonly limit: string; readonly name: string } {
  return { limit: limit.id, name: nameOf(limit, messages) };
}
