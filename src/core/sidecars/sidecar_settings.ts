/**
 * The settings of one sidecar, a local helper program that is kept running: `[[sidecar]]` in the settings file. The keys are spelt as
 * there.
 */
import * as z from "zod";
import type { NamedRule } from "../setting_rule.ts";

/** Names stand in menus, in file names and in commands. */
const sidecarName = /^[a-z0-9][a-z0-9_-]{0,31}$/i;
/** Windows opens a device where a file has such a name, whatever its extension. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** The host gives it to each sidecar, to know its processes again. */
const ownVariable = /^claudeminder_sidecar$/i;
/** Sidecars are for this machine alone. */
export const loopbackHost = /^(?:localhost|127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|::1)$/i;
const fullPath = /^\/|^[A-Za-z]:[\\/]/;
/** A path on the sidecar itself: "//host/" would lead elsewhere. */
export const urlPath = /^\/(?![/\\])[^\s\\\p{Cc}]*$/u;
/** The shortest that a system allows for the path of a Unix socket, in bytes: that of macOS. */
const socketPathMax = 103;

/** A text that keeps a rule, without the character that ends texts for the system. */
function text(rule: NamedRule, isGood: (text: string) => boolean) {
  return anyText.refine(isGood, rule);
}

const anyText = z.string().refine((text) => !text.includes("\0"), { error: named("no-nul"), abort: true });

/** The message that zod gives for a value that breaks the rule. */
function named(rule: NamedRule): string {
  return rule;
}

const port = z.int().min(0).max(65_535);
const path = text("url-path", (path) => urlPath.test(path));
const folder = text("full-path", (path) => path === "" || fullPath.test(path));
const socket = text("socket-path", (path) => {
  return path === "" || fullPath.test(path) && new TextEncoder().encode(path).length <= socketPathMax;
});
const variable = text("variable-name", (name) => variableName.test(name))
  .refine((name) => !ownVariable.test(name), named("own-variable"));
const tokenEnv = text("variable-name", (name) => name === "" || variableName.test(name))
  .refine((name) => !ownVariable.test(name), named("own-variable")).default("");

const health = z.discriminatedUnion("type", [
  z.object({ type: z.literal("http"), path: path.default("/health"), token_env: tokenEnv }),
  z.object({ type: z.literal("jsonrpc"), token_env: tokenEnv }),
  z.object({ type: z.literal("process") }),
]);

const shutdown = z.discriminatedUnion("type", [
  z.object({ type: z.literal("http"), path: path.default("/shutdown") }),
  z.object({ type: z.literal("jsonrpc") }),
  z.object({ type: z.literal("signal") }),
]);

/** One `[[sidecar]]`, key by key. `examples`: for keys that have no default. */
export const sidecarSettings = z.object({
  name: text("sidecar-name", (name) => sidecarName.test(name) && !deviceName.test(name))
    .meta({ description: "what menus and commands call it; needed", examples: ["agents"] }),
  command: z.array(anyText).min(1).max(1000)
    .refine(([program]) => program !== "", named("no-program"))
    .meta({
      description: "the program and its arguments; needed; `{port}`, `{token}` and `{socket}` are filled in",
      examples: [["python3", "-m", "uvicorn", "main:app", "--port", "{port}"]],
    }),
  port: port.default(0).describe("its port; 0 = any free one"),
  fallback_ports: z.array(port.min(1)).max(100).default([])
    .describe("tried in this order when the port is taken"),
  socket: socket.default("").describe('a Unix socket for JSON-RPC instead of a port; "" = none'),
  start: z.enum(["on-demand", "with-app"]).default("on-demand")
    .describe("on-demand (by you, or by whatever uses it) or with-app"),
  host: text("loopback-host", (host) => loopbackHost.test(host)).default("127.0.0.1")
    .describe("its address, on this machine"),
  cwd: folder.default("").describe('the folder that it starts in; "" = your home'),
  env: z.record(variable, anyText).default({}).describe(
    "environment variables, besides PATH, HOME, USER, LANG and TMPDIR; placeholders are filled in here too",
  ),
  auto_restart: z.boolean().default(true).describe("whether it is started again when it ends or is not well"),
  restart_delay_ms: z.number().min(0).max(60_000).default(1000)
    .describe("the pause before the first restart; it doubles up to a minute"),
  health: health.default({ type: "http", path: "/health", token_env: "" }).describe(
    "how it is seen to be well: http with path, jsonrpc, or process; token_env names the variable for its token",
  ),
  health_interval_seconds: z.number().min(0.1).max(3600).default(5).describe("how often it is asked"),
  health_timeout_seconds: z.number().min(0.1).max(600).default(2).describe("how long an answer may take"),
  unhealthy_after: z.int().min(1).max(1000).default(3)
    .describe("failures in a row after which it is restarted"),
  max_restarts: z.int().min(0).max(1000).default(5)
    .describe("restarts in a row after which it is given up"),
  shutdown: shutdown.optional().meta({
    description:
      "how it is asked to end before it is told to: http with path, jsonrpc, or signal; by default as `health`",
    examples: [{ type: "http", path: "/shutdown" }],
  }),
});

export type SidecarSettings = z.output<typeof sidecarSettings>;

/** Whether it is told its port, its token or its socket: `{port}` and so on stand in its command or its environment. */
export function isTold(
  { command, env }: Pick<SidecarSettings, "command" | "env">,
  what: "port" | "token" | "socket",
): boolean {
  return [...command, ...Object.values(env)].some((text) => text.includes(`{${what}}`));
}

/** The variable that its token is in; "" = none. */
export function tokenVariableOf({ health }: Pick<SidecarSettings, "health">): string {
  switch (health.type) {
    case "http":
    case "jsonrpc":
      return health.token_env;
    case "process":
      return "";
  }
}

/** How it is asked to end: what the settings say, else in the way in which it says that it is well. */
export function shutdownOf({ shutdown, health }: SidecarSettings): NonNullable<SidecarSettings["shutdown"]> {
  if (shutdown !== undefined) return shutdown;
  switch (health.type) {
    case "http":
      return { type: "http", path: "/shutdown" };
    case "jsonrpc":
      return { type: "jsonrpc" };
    case "process":
      return { type: "signal" };
  }
}
