/** What the schemas of answers and events have in common. */
import * as z from "zod";

/**
 * The keys of T, each with a schema for its values. With `satisfies Shape<T>` it is a type error to forget a key, or to have one that T
 * does not have.
 */
export type Shape<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

export const time = z.iso.datetime({ offset: true }).meta({
  id: "Time",
  description: "A moment, as ISO 8601 has it: 2026-07-19T12:05:00+00:00.",
});

/** The answer of a method that only does something. */
export const done = z.strictObject({ success: z.literal(true) });
