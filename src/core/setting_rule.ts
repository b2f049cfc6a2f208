/** What a value of the settings has to be, as data; each language of `language/` says it. */

/** What a value of the settings has to be. */
export type SettingRule =
  | { readonly kind: "at-least" | "more-than" | "at-most"; readonly bound: number }
  | { readonly kind: "least-entries" | "most-entries"; readonly count: number }
  /** Each as JSON. */
  | { readonly kind: "one-of"; readonly values: readonly string[] }
  /** As zod names it. */
  | { readonly kind: "type"; readonly type: string }
  | { readonly kind: "time" | NamedRule }
  | { readonly kind: "other"; readonly text: string };

/** What the schema of the settings checks by rules of its own. */
export type NamedRule = "rising-levels" | "full-path" | "version-url" | "server-url" | "two-files";
