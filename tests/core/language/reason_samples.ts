/** What samples of reasons look like: of each kind one at least, by their type, with what is said of it in both languages. */
import type { Reason } from "../../../src/core/reason.ts";

export type About = Exclude<Reason["about"], "system">;
type Of<A extends About> = Extract<Reason, { readonly about: A }>;
type Fields<R, K> = R extends { readonly kind: infer Kinds }
  ? K extends Kinds ? Omit<R, "about" | "kind"> : never
  : never;

/** `fields`: what is known besides the kind. */
type Row<A extends About, K> = readonly [fields: Fields<Of<A>, K>, en: string, vi: string];

export type Said<A extends About> = { readonly [K in Of<A>["kind"]]: readonly Row<A, K>[] };
