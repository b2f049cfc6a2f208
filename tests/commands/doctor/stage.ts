/** Runs `doctor` in the test's own process, on the real machine, with a home of its own and the parts that a test replaces. */
import { dirname } from "node:path";
import { commandMessagesIn, messagesIn } from "../../../src/core/language/catalogues.ts";
import type { Language } from "../../../src/core/language/languages.ts";
import type { Check, DoctorParts } from "../../../src/commands/doctor/check.ts";
import { doctor, type Report } from "../../../src/commands/doctor/doctor.ts";
import type { Host } from "../../../src/host/host.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { createNet } from "../../../src/net/net_client.ts";
import { chooseSender } from "../../../src/notify/sender_choice.ts";
import { linuxPlatform } from "../../../src/platform/linux.ts";
import type { Platform } from "../../../src/platform/platform.ts";
import { claudeProvider } from "../../../src/providers/claude/claude_provider.ts";
import { chooseTray } from "../../../src/tray/driver_choice.ts";
import { createIconPixels } from "../../../src/tray/icon_pixels.ts";
import { sniDriver } from "../../../src/tray/sni_driver.ts";
import { systrayDriver } from "../../../src/tray/systray_driver.ts";
import { helperReader } from "../../../src/tray/systray_helper_file.ts";

export interface Stage extends AsyncDisposable {
  readonly home: string;
  /** The whole environment; a test changes it. */
  readonly env: Record<string, string>;
  readonly configFile: string;
  readonly stateFolder: string;
  readonly runtimeFolder: string;
  readonly credentialsFile: string;
  /** Where usage is asked for. */
  usageUrl: string;
  /** In the place of the machine's. */
  host: Partial<Host>;
  platform: Partial<Platform>;
  language: Language;
  /** Makes the folders above it; mode 0600 where no other is given. */
  write(path: string, text: string, mode?: number): Promise<void>;
  /** Claude Code's file, with two hours to go. */
  signIn(login?: Record<string, unknown>): Promise<void>;
  json(): Promise<Report & { readonly code: number }>;
  /** The checks of that name. */
  checks(name: string): Promise<readonly Check[]>;
  text(): Promise<string>;
}

export const VERSION = "0.9.1";
const HOUR_MS = 3_600_000;

/** Without agents, whose servers the machine may really have, unless the test writes other settings. */
export async function newStage(): Promise<Stage> {
  const home = await Deno.makeTempDir({ prefix: "claudeminder-doctor-" });
  const env: Record<string, string> = { HOME: home, XDG_RUNTIME_DIR: `${home}/run` };
  await Deno.mkdir(`${home}/run`, { mode: 0o700 });
  // It asks nobody: the port of a discarded connection, on which nothing listens.
  const stage: Stage = {
    home,
    env,
    configFile: `${home}/.config/claudeminder/config.toml`,
    stateFolder: `${home}/.local/state/claudeminder`,
    runtimeFolder: `${home}/run/claudeminder`,
    credentialsFile: `${home}/.claude/.credentials.json`,
    usageUrl: "http://127.0.0.1:9/usage",
    host: {},
    platform: {},
    language: "en",
    async write(path, text, mode = 0o600) {
      await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await Deno.writeTextFile(path, text);
      await Deno.chmod(path, mode);
    },
    async signIn(login = {}) {
      const claudeAiOauth = {
        accessToken: "marked",
        expiresAt: Date.now() + 2 * HOUR_MS,
        scopes: ["user:profile"],
        ...login,
      };
      await stage.write(stage.credentialsFile, JSON.stringify({ claudeAiOauth }));
    },
    async json() {
      const { code, lines } = await examine(stage, true);
      return { code, ...JSON.parse(lines.join("\n")) };
    },
    async checks(name) {
      return (await stage.json()).checks.filter((check) => check.name === name);
    },
    async text() {
      return (await examine(stage, false)).lines.join("\n");
    },
    [Symbol.asyncDispose]: () => Deno.remove(home, { recursive: true }),
  };
  await stage.write(stage.configFile, "[opencode]\nenabled = false\n");
  return stage;
}

async function examine(stage: Stage, json: boolean): Promise<{ code: number; lines: readonly string[] }> {
  const { env, language, usageUrl } = stage;
  const host: Host = { ...denoHost(), env: (name) => env[name], ...stage.host };
  const platform = { ...linuxPlatform((name) => env[name], "x86_64"), ...stage.platform };
  const lines: string[] = [];
  const icons = createIconPixels();
  const drivers = {
    sni: sniDriver({ host, icons }),
    systray2: systrayDriver({ host, platform, readHelper: helperReader(host, platform) }),
  };
  const parts: DoctorParts = {
    host,
    platform,
    language,
    usageUrl,
    files: {
      settings: stage.configFile,
      state: `${platform.paths.stateFolder}/state.json`,
      history: `${platform.paths.stateFolder}/history.sqlite`,
      server: `${platform.paths.runtimeFolder}/server.json`,
      statusLine: `${platform.paths.runtimeFolder}/statusline.sock`,
    },
    messages: messagesIn(language),
    words: commandMessagesIn(language),
    createNet: ({ proxy, ca_file, pins }) => createNet(host, { proxy, caFile: ca_file, pins }),
    createProvider: (net) => claudeProvider({ host, platform, net, userAgent: "test", url: usageUrl }),
    chooseTray: () => chooseTray("auto", { host, platform, drivers }),
    sender: chooseSender({ host, platform, links: () => null }),
    runtime: {
      version: VERSION,
      origin: "a test",
      deno: "2",
      v8: "14",
      os: "linux",
      osRelease: "6",
      arch: "x86_64",
    },
    exe: null,
    out: (line) => void lines.push(line),
    outInTurn: (line) => Promise.resolve(void lines.push(line)),
    err: (line) => void lines.push(line),
  };
  return { code: await doctor(parts, { json }), lines };
}

/** A row's worth of a check: "warning: detail -> remedy". */
export function said(check: Check | undefined): string {
  if (check === undefined) return "nothing";
  const { result, detail, remedy } = check;
  return `${result}: ${detail}${remedy === null ? "" : ` -> ${remedy}`}`;
}
