/** The settings of all sidecars, and which of them do not go together, though each is right by itself. */
import * as z from "zod";
import type { NamedRule } from "../setting_rule.ts";
import { isTold, type SidecarSettings, sidecarSettings, tokenVariableOf } from "./sidecar_settings.ts";

interface SettingConflict {
  /** The key that a person should look at first, below the sidecar. */
  readonly path: readonly (string | number)[];
  readonly rule: NamedRule;
}

/** `sidecar` in the settings: one after the other. Their names differ by more than upper and lower case: files are named by them. */
export const sidecarsSettings = z.array(
  sidecarSettings.check(({ value, issues }) => {
    if (issues.length > 0) return;
    for (const { path, rule } of conflictsIn(value)) {
      issues.push({ code: "custom", message: rule, path: [...path], input: value });
    }
  }),
).max(50).check(({ value, issues }) => {
  const names = value.map(({ name }) => name.toLowerCase());
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return;
    const message: NamedRule = "name-taken";
    issues.push({ code: "custom", message, path: [index, "name"], input: value });
  });
});

function conflictsIn(settings: SidecarSettings): readonly SettingConflict[] {
  return [...portConflicts(settings), ...socketConflicts(settings), ...otherConflicts(settings)];
}

function portConflicts(settings: SidecarSettings): readonly SettingConflict[] {
  const { port, fallback_ports, health, shutdown } = settings;
  const conflicts: SettingConflict[] = [];
  const isToldPort = isTold(settings, "port");
  const speaksHttp = health.type === "http" || shutdown?.type === "http";
  // A program that speaks JSON-RPC may say in its ready line which port it has chosen; over HTTP nothing says it.
  if (speaksHttp && port === 0 && !isToldPort) conflicts.push({ path: ["port"], rule: "port-unknown" });
  fallback_ports.forEach((fallback, index) => {
    if (fallback !== port && fallback_ports.indexOf(fallback) === index) return;
    conflicts.push({ path: ["fallback_ports", index], rule: "another-port" });
  });
  if (fallback_ports.length > 0 && !isToldPort) {
    conflicts.push({ path: ["fallback_ports"], rule: "port-untold" });
  }
  return conflicts;
}

function socketConflicts(settings: SidecarSettings): readonly SettingConflict[] {
  const { socket, health } = settings;
  if (socket === "") return isTold(settings, "socket") ? [{ path: ["socket"], rule: "socket-unset" }] : [];
  return health.type === "jsonrpc" ? [] : [{ path: ["socket"], rule: "jsonrpc-only" }];
}

function otherConflicts(settings: SidecarSettings): readonly SettingConflict[] {
  const { env, health, shutdown } = settings;
  const conflicts: SettingConflict[] = [];
  const variable = tokenVariableOf(settings);
  if (variable !== "" && Object.hasOwn(env, variable)) {
    conflicts.push({ path: ["health", "token_env"], rule: "variable-twice" });
  }
  // Its connection is there for its health, and its port speaks JSON-RPC alone.
  if (shutdown?.type === "jsonrpc" && health.type !== "jsonrpc") {
    conflicts.push({ path: ["shutdown", "type"], rule: "jsonrpc-only" });
  }
  if (shutdown?.type === "http" && health.type === "jsonrpc") {
    conflicts.push({ path: ["shutdown", "type"], rule: "not-with-jsonrpc" });
  }
  return conflicts;
}
