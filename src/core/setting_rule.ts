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
export type NamedRule =
  | "rising-levels"
  | "full-path"
  | "version-url"
  | "server-url"
  | "two-files"
  | "prom-file"
  | SidecarRule;

/** Those of `[[sidecar]]`. */
export type SidecarRule =
  | "sidecar-name"
  /** Two sidecars have one name. */
  | "name-taken"
  | "no-program"
  | "no-nul"
  | "url-path"
  | "loopback-host"
  | "variable-name"
  /** The program itself gives this variable. */
  | "own-variable"
  /** `token_env` names a variable that `env` sets. */
  | "variable-twice"
  /** Nothing says at which port it answers. */
  | "port-unknown"
  /** Ports are to be chosen from, and the program is not told which one it was. */
  | "port-untold"
  | "another-port"
  | "socket-path"
  /** The program is to be told its socket, and there is none. */
  | "socket-unset"
  /** What can only be where health is of type "jsonrpc". */
  | "jsonrpc-only"
  | "not-with-jsonrpc";
