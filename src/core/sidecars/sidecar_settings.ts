/**
 * The settings of one sidecar, a local helper program that is kept running: `[[sidecar]]` in the settings file. The keys are spelt as
 * there.
 */
import * as z from "zod";

/** Names stand in menus, in file names and in commands. */
const sidecarName = /^[a-z0-9][a-z0-9_-]{0,31}$/i;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Sidecars are for this machine alone. */
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;
const fullPath = /^$|^\/|^[A-Za-z]:[\\/]/;

const port = z.int().min(0).max(65_535);
const path = z.string().refine((text) => /^\/(?![\/\\])[^\s\\]*$/.test(text), { message: "url-path" });
const tokenEnv = z.string().refine((name) => name === "" || variableName.test(name), {
  message: "variable-name",
}).default("");

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

/** One `[[sidecar]]`. */
export const sidecarSettings = z.object({
  name: z.string().refine((name) => sidecarName.test(name), { message: "sidecar-name" })
    .describe("what menus and commands call it"),
  command: z.array(z.string()).min(1).refine(([program]) => program !== "", { message: "no-program" })
    .describe("the program and its arguments; {port}, {token} and {socket} are filled in"),
  port: port.default(0).describe("its port; 0 = any free one"),
  fallback_ports: z.array(port.min(1)).max(100).default([])
    .describe("tried in this order when the port is taken"),
  socket: z.string().refine((text) => fullPath.test(text), { message: "full-path" }).default("")
    .describe('a Unix socket for JSON-RPC instead of a port; "" = none'),
  start: z.enum(["on-demand", "with-app"]).default("on-demand").describe("on-demand or with-app"),
  host: z.string().refine((host) => loopback.test(host), { message: "loopback-host" }).default("127.0.0.1")
    .describe("its address, on this machine"),
  cwd: z.string().refine((text) => fullPath.test(text), { message: "full-path" }).default("")
    .describe('the folder that it starts in; "" = your home'),
  env: z.record(
    z.string().refine((name) => variableName.test(name), { message: "variable-name" }),
    z.string(),
  )
    .default({}).describe("environment variables, besides PATH, HOME, USER, LANG and TMPDIR"),
  auto_restart: z.boolean().default(true).describe("whether it is started again when it ends or is not well"),
  restart_delay_ms: z.number().min(0).max(60_000).default(1000)
    .describe("the pause before the first restart; it doubles up to a minute"),
  health: health.default({ type: "http", path: "/health", token_env: "" })
    .describe(
      "how it is seen to be well: http with path, jsonrpc, or process; token_env names the variable for its token",
    ),
  health_interval_seconds: z.number().min(0.1).max(3600).default(5).describe("how often it is asked"),
  health_timeout_seconds: z.number().min(0.1).max(600).default(2).describe("how long an answer may take"),
  unhealthy_after: z.int().min(1).max(1000).default(3).describe(
    "failures in a row after which it is restarted",
  ),
  max_restarts: z.int().min(0).max(1000).default(5).describe("restarts in a row after which it is given up"),
  shutdown: shutdown.optional()
    .describe(
      "how it is asked to end before it is told to: http with path, jsonrpc, or signal; by default as `health`",
    ),
});

export type SidecarSettings = z.output<typeof sidecarSettings>;

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
