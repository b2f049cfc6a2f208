/**
 * Every setting: its key, its default, which values are allowed, and what it is for. The keys are spelt as in the
 * settings file and in `get_config`, in snake_case.
 */
import * as z from "zod";
import { longestSnoozeMinutes } from "./alerts/snooze.ts";
import type { Reason } from "./reason.ts";
import { sidecarsSettings } from "./sidecars/sidecar_conflicts.ts";
import { named, reasonIn, unknownKeys } from "./settings_problems.ts";
import { languages } from "./language/languages.ts";

// zod's faster mode compiles each schema to code at run time. That takes 2 MB of resident memory, which is too much for
// a few answers an hour.
z.config({ jitless: true });

const percent = z.number().min(0).max(100);
const minutes = z.number().positive().max(longestSnoozeMinutes);
const localTime = z.string().regex(/^$|^([01]?\d|2[0-3]):[0-5]\d$/);

const fullPath = /^\/|^[A-Za-z]:[\\/]/;
const absolute = z.string().refine((path) => path === "" || fullPath.test(path), {
  message: named("full-path"),
});

/** The request carries no secret, but the program believes the answer: nobody on the way may change it. */
function isVersionUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" ||
    url.protocol === "http:" && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
}

/**
 * The servers that answers to agents are sent to. A URL with a login is refused: everybody can read the settings file.
 */
function isServerUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "" &&
    url.username === "" && url.password === "" && /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(text);
}

/** A section of the settings. If it is missing, its defaults hold. */
function section<T extends z.core.$ZodLooseShape>(shape: T) {
  return z.object(shape).prefault({} as z.input<z.ZodObject<T>>);
}

/** Every setting, with its default and what it is for. */
export const settingsSchema = z.object({
  language: z.enum(["auto", ...languages]).default("auto").describe(
    `auto (the system's), ${languages.join(" or ")}`,
  ),
  log_level: z.enum(["debug", "info", "warning", "error"]).default("info")
    .describe("how much is written to the log"),
  usage: section({
    poll_minutes: z.number().min(1).max(60).default(5)
      .describe("how often to ask; 4 while a limit is near"),
    max_requests_per_hour: z.int().min(1).max(60).default(20)
      .describe("never more than this, manual refreshes included"),
    proxy: z.string().default("")
      .describe(
        `proxy URL (http, https, socks5, socks5h); "" = from the environment, or Claude Code's settings`,
      ),
    ca_file: z.string().default("")
      .describe("an extra certificate authority, PEM"),
    pins: z.array(z.string()).default([])
      .describe('"sha256/BASE64" of public keys, any match will do; [] = off'),
  }),
  icon: section({
    style: z.enum(["ring", "number", "bar"]).default("ring").describe("ring, number or bar"),
    pulse: z.boolean().default(true)
      .describe("whether the icon pulses on an alert; never where the system asks for reduced motion"),
    follow: z.enum(["binding", "session", "week"]).default("binding")
      .describe("binding (the limit that stops you first), session or week"),
  }),
  levels: section({
    yellow: percent.default(50).describe("percent used from which on the colour is yellow"),
    orange: percent.default(75).describe("... orange; from here on a limit is near"),
    red: percent.default(90).describe("... red"),
  }).refine((levels) => levels.yellow <= levels.orange && levels.orange <= levels.red, {
    message: named("rising-levels"),
  }),
  reminder: section({
    enabled: z.boolean().default(true).describe("whether there are notifications at all"),
    percentage_thresholds: z.array(percent).default([75, 90, 100])
      .describe("percent used at which to tell; one alert for the highest one crossed"),
    before_reset_minutes: z.array(minutes).default([30, 15, 5])
      .describe("minutes before a reset at which to tell"),
    before_reset_from_percent: percent.default(0)
      .describe("only of resets of limits used at least this much"),
    on_reset: z.boolean().default(true)
      .describe("whether to tell of the reset of a limit that was orange or red"),
    snooze_minutes: z.array(minutes).min(1).max(8).default([5, 15, 30])
      .describe("what the menu offers, besides an hour and until the reset"),
    command: z.array(z.string()).default([])
      .describe("a program and its arguments, run on each alert with the alert as JSON on stdin; [] = none"),
    toast_buttons: z.boolean().default(false)
      .describe("Windows: buttons on notifications, through a `claudeminder:` link registered for you alone"),
  }),
  focus_mode: section({
    enabled: z.boolean().default(false).describe("whether quiet hours and the threshold below hold"),
    quiet_hours_start: localTime.default("").describe('local time, "22:00"; "" = none'),
    quiet_hours_end: localTime.default("").describe("the end, inclusive; may be on the next day"),
    dnd_threshold: percent.default(80).describe("do not disturb while more than this percentage is used"),
  }),
  goals: section({
    enabled: z.boolean().default(false).describe("whether usage is held against a daily budget"),
    daily_budget_percent: z.number().positive().max(1000).default(100)
      .describe("how much of the session limit a day may take"),
    warn_when_pace_exceeded: z.boolean().default(true).describe("whether to tell when it takes more"),
  }),
  updates: section({
    url: z.string().refine((url) => url === "" || isVersionUrl(url), {
      message: named("version-url"),
    }).default("").describe(
      'asked once a day for the newest version: "1.2.3", or JSON with `version` or `tag_name`; "" = never',
    ),
  }),
  opencode: section({
    enabled: z.boolean().default(true).describe(
      "whether OpenCode's servers on this machine are followed, and the files below written",
    ),
    permission_seconds: z.number().min(0).max(3600).default(5)
      .describe("how long an agent waits for your answer before it is told"),
    ports: z.array(z.int().min(1).max(65_535)).max(20).default([])
      .describe("ports on 127.0.0.1 to try besides those found"),
    servers: z.array(
      z.string().refine(isServerUrl, {
        message: named("server-url"),
      }),
    ).max(20).default([])
      .describe('other servers, "http://HOST:PORT"; a password goes to other machines by https only'),
    password_env: z.string().default("OPENCODE_SERVER_PASSWORD")
      .describe("the name of the environment variable that holds the servers' password"),
    alert_permission: z.boolean().default(true).describe("whether to tell that an agent waits for you"),
    alert_finished: z.boolean().default(false)
      .describe("whether to tell that an agent that worked for over a minute has finished"),
    state_file: absolute.default("/tmp/opencode-state.json")
      .describe('what the agents do, for plugins of menu bars; "" = not written'),
    usage_file: absolute.default("/tmp/opencode-usage.json").describe(
      'the usage, likewise, and an error while the program does not run; "" = not written',
    ),
  }).refine(({ state_file, usage_file }) => state_file === "" || state_file !== usage_file, {
    message: named("two-files"),
  }),
  dashboard: section({
    port: z.int().min(0).max(65_535).default(0)
      .describe("the port on 127.0.0.1 at which other programs reach this one; 0 = any free one"),
  }),
  metrics: section({
    textfile: z.string().refine((path) => path === "" || fullPath.test(path) && path.endsWith(".prom"), {
      message: named("prom-file"),
    }).default("").describe(
      'figures for node_exporter\'s textfile collector, a file in its folder: "/path/claudeminder.prom"; "" = not written',
    ),
  }),
  history: section({
    enabled: z.boolean().default(true)
      .describe("whether the course of the limits, alerts and agents' waits are kept, on this machine alone"),
  }),
  sidecar: sidecarsSettings.default([]).describe("local helper programs that are kept running"),
});

export type Settings = z.output<typeof settingsSchema>;

export type ParsedSettings =
  | {
    readonly kind: "settings";
    readonly settings: Settings;
    /**
     * Keys that this version does not know, as dotted paths. They stay in the file and are reported, but have no
     * effect.
     */
    readonly unknownKeys: readonly string[];
  }
  | { readonly kind: "problems"; readonly problems: readonly Reason[] };

/** The settings where nothing is set. */
export const defaultSettings: Settings = settingsSchema.parse({});

/**
 * Reads settings from a parsed file or a JSON object. Every problem names the key, what is allowed, and what was found.
 */
export function parseSettings(input: unknown): ParsedSettings {
  const parsed = settingsSchema.safeParse(input);
  if (!parsed.success) {
    return { kind: "problems", problems: parsed.error.issues.map((issue) => reasonIn(issue, input)) };
  }
  return { kind: "settings", settings: parsed.data, unknownKeys: unknownSettings(input) };
}

/** The keys in `input` that no setting has, as dotted paths. */
export function unknownSettings(input: unknown): readonly string[] {
  return unknownKeys(input, settingsSchema, "");
}
