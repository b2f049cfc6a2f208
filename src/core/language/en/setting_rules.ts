/** What a value of the settings has to be, in English. */
import type { SettingRule } from "../../setting_rule.ts";

const types: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "a table",
  record: "a table",
  string: "a text",
};

export function settingRuleEn(rule: SettingRule): string {
  switch (rule.kind) {
    case "at-least":
      return `must be at least ${rule.bound}`;
    case "more-than":
      return `must be more than ${rule.bound}`;
    case "at-most":
      return `must be at most ${rule.bound}`;
    case "least-entries":
      return `must have at least ${rule.count} entries`;
    case "most-entries":
      return `must have at most ${rule.count} entries`;
    case "one-of":
      return `must be one of ${rule.values.join(", ")}`;
    case "type":
      return `must be ${types[rule.type] ?? rule.type}`;
    case "time":
      return 'must be a time such as "22:00", or ""';
    case "rising-levels":
      return "must rise: yellow <= orange <= red";
    case "full-path":
      return 'must be a full path, or ""';
    case "version-url":
      return 'must be an https URL without a user name, or ""';
    case "server-url":
      return 'must be "http://HOST:PORT" or "https://HOST:PORT", without a path or a login';
    case "two-files":
      return "must name two files: state_file and usage_file";
    case "prom-file":
      return 'must be a full path that ends with ".prom", or ""';
    case "sidecar-name":
      return 'must be 1 to 32 letters, digits, "-" or "_", the first a letter or digit, and no name of a device of Windows';
    case "name-taken":
      return "must differ from the names of all other sidecars, by more than upper and lower case";
    case "no-program":
      return "must begin with a program";
    case "no-nul":
      return "must not hold a NUL character";
    case "url-path":
      return 'must be a path such as "/health", without blanks';
    case "loopback-host":
      return 'must be an address of this machine: "127.0.0.1", "::1" or "localhost"';
    case "variable-name":
      return 'must name a variable by letters, digits and "_", the first no digit';
    case "own-variable":
      return "must be another variable: claudeminder itself sets this one";
    case "variable-twice":
      return "must be a variable that env does not set";
    case "port-unknown":
      return "must be a port, or {port} must stand in command or env: else nobody knows where it answers";
    case "port-untold":
      return "need {port} in command or env: else the program does not know which one it got";
    case "another-port":
      return "must be another port than port and the other fallback_ports";
    case "socket-path":
      return 'must be a full path of at most 103 bytes, or ""';
    case "socket-unset":
      return "must be set, since {socket} stands in command or env";
    case "jsonrpc-only":
      return 'can only be set so where health.type is "jsonrpc"';
    case "not-with-jsonrpc":
      return 'must be "jsonrpc" or "signal" where health.type is "jsonrpc"';
    case "other":
      return `is not valid (${rule.text})`;
  }
}
