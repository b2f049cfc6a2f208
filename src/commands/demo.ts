/** `demo`: the program as it is, against a simulated account and simulated agents. */
import { firstOf } from "../host/abort_signals.ts";
import { runApp } from "../app/app.ts";
import { VERSION } from "../app/version.ts";
import { messagesIn } from "../core/language/catalogues.ts";
import { createDemo } from "../demo/demo_host.ts";
import type { Platform } from "../platform/platform.ts";
import { startLogging } from "../storage/logging.ts";
import type { ExitStatus } from "./command.ts";
import type { RunOptions } from "./command_line.ts";
import { type RunParts, trayOption } from "./run.ts";

type DemoParts = Pick<RunParts, "host" | "platform" | "language" | "choices" | "err" | "endSignal">;

export async function demo(parts: DemoParts, options: RunOptions): Promise<ExitStatus> {
  const { host: real, platform: realPlatform, choices } = parts;
  await startLogging({ level: options.logLevel ?? "warning", file: null, err: parts.err });
  const { host, usageUrl, play } = await createDemo(real);
  // The demo does not follow the person's own agents, and tells no other programs of its own.
  const platform: Platform = {
    ...realPlatform,
    home: "/demo",
    listeners: { kind: "proc" },
    stateFileChanged: null,
  };
  const ended = new AbortController();
  const signal = firstOf(parts.endSignal(), ended.signal).signal;
  const tray = trayOption(options);
  const playing = play(signal);
  await runApp({
    host,
    platform,
    files: {
      settings: "/demo/config.toml",
      state: "/demo/state.json",
      history: "/demo/history.sqlite",
      server: "/demo/server.json",
      statusLine: "/demo/statusline.sock",
    },
    // The demo has settings of its own, but speaks the person's language.
    messages: (wanted) => messagesIn(wanted === "auto" ? parts.language : wanted),
    version: VERSION,
    demo: true,
    agentSources: choices.agentSources,
    ...choices.network(host, platform, usageUrl),
    // The tray and the notices belong to the real machine and its clock.
    ...choices.notices(real, realPlatform),
    random: choices.random,
    atLogin: false,
    isSessionOver: () => Promise.resolve(false),
    chooseTray: tray === "none" ? null : choices.tray(real, realPlatform, tray),
  }, signal);
  ended.abort();
  await playing;
  return 0;
}
