/** The rules for values of the settings, as data. Each language in `language/` says them. */

/** What a value of the settings has to be. */
export type SettingRule =
  | { readonly kind: "at-least" | "more-than" | "at-most"; readonly bound: number }
  | { readonly kind: "least-entries" | "most-entries"; readonly count: number }
  /** The values as JSON. */
  | { readonly kind: "one-of"; readonly values: readonly string[] }
  /** `type`: the name that zod has for it. */
  | { readonly kind: "type"; readonly type: string }
  | { readonly kind: "time" | NamedRule }
  | { readonly kind: "other"; readonly text: string };

/** Rules that the schema of the settings adds to those of zod. */
export type NamedRule = "rising-levels" | "full-path" | "version-url" | "server-url" | "two-files";
