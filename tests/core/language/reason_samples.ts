/** The form of samples of reasons: each kind, by its type, has one or more, with its English and Vietnamese sentences. */
import type { Reason } from "../../../src/core/reason.ts";

export type About = Exclude<Reason["about"], "system">;
type Of<A extends About> = Extract<Reason, { readonly about: A }>;
type Fields<R, K> = R extends { readonly kind: infer Kinds }
  ? K extends Kinds ? Omit<R, "about" | "kind"> : never
  : never;

/** `fields`: the fields of the reason besides `about` and `kind`. */
type Row<A extends About, K> = readonly [fields: Fields<Of<A>, K>, en: string, vi: string];

export type Said<A extends About> = { readonly [K in Of<A>["kind"]]: readonly Row<A, K>[] };
