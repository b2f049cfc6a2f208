/** The program that stays: makes the store, starts every task, connects them with what people see, and performs their Actions. */
import { getLogger } from "@logtape/logtape";
import { type Config, defaultConfig } from "./core/config.ts";
import type { Messages } from "./core/messages.ts";
import type { Action } from "./core/action.ts";
import { initialState } from "./core/state.ts";
import type { Host } from "./host.ts";
import type { Net } from "./net/client.ts";
import { loadKept, reason, saveKept, withKept } from "./persistence.ts";
import type { Platform } from "./platform/platform.ts";
import type { Provider } from "./providers/provider.ts";
import { createRpc } from "./rpc.ts";
import { serverEvents } from "./server_events.ts";
import { changeSettings, ensureSettingsFile, loadSettings, type Settings } from "./settings.ts";
import { createStore } from "./store.ts";
import { createKeeper } from "./tasks/keeper.ts";
import { createPoller } from "./tasks/poller.ts";
import { type ServerAddress, startServer } from "./tasks/server.ts";
import { supervise } from "./tasks/supervise.ts";
import type { Store, Task } from "./tasks/task.ts";
import type { TrayChoice } from "./tray/choose.ts";
import { createViews } from "./views.ts";

const log = getLogger(["claudeminder", "app"]);

/** Where this program's own files are. */
export interface AppFiles {
  readonly config: string;
  readonly state: string;
  readonly server: string;
}

export interface AppParts {
  readonly host: Host;
  readonly platform: Pick<Platform, "open">;
  readonly files: AppFiles;
  readonly messages: Messages;
  readonly version: string;
  /** Marks everything as simulated. */
  readonly demo: boolean;
  /** How the network is reached with these settings. */
  readonly createNet: (usage: Config["usage"]) => Net;
  readonly createProvider: (net: () => Net) => Provider;
  /** Picks the tray; null = none is wanted. */
  readonly chooseTray: (() => Promise<TrayChoice>) | null;
}

export type Outcome =
  | { readonly kind: "ended" }
  | { readonly kind: "already-running"; readonly address: ServerAddress }
  /** The settings cannot be used, and there is no tray to say so. */
  | { readonly kind: "bad-settings"; readonly problems: readonly string[] };

/** How long Claude Code itself gives the endpoint. */
const askMs = 5000;

/** Runs until the signal aborts or a person quits. */
export async function runApp(parts: AppParts, signal: AbortSignal): Promise<Outcome> {
  const { host, files, messages } = parts;
  const settings = await loadSettings(host, files.config);
  if (settings.kind === "problems" && parts.chooseTray === null) {
    return { kind: "bad-settings", problems: settings.problems };
  }
  const { kept, problem } = await withKept(host, files.state, () => loadKept(host, files.state));
  const store = createStore(initialState(settings.kind === "config" ? settings.config : defaultConfig, kept));
  applySettings(host, store, settings);
  if (problem !== null) store.dispatch({ type: "notice", id: "kept", text: problem, now: host.now() });

  const ended = new AbortController();
  const end = () => ended.abort();
  signal.addEventListener("abort", end, { once: true });
  const views = createViews(host, store, { messages, demo: parts.demo });
  const keeper = createKeeper({
    host,
    store,
    save: (state) => saveKept(host, files.state, state),
    file: files.state,
  });
  const provider = parts.createProvider(followNet(store, parts.createNet));
  const poller = createPoller({ host, store, provider, timeoutMs: askMs, keep: keeper.keep });

  async function perform(action: Action): Promise<void> {
    const now = host.now();
    switch (action.kind) {
      case "refresh":
        await poller.refresh();
        return;
      case "snooze":
        store.dispatch({ type: "snoozed", until: now + action.minutes * 60_000, now });
        return await keeper.keep();
      case "clear-snooze":
        store.dispatch({ type: "snoozed", until: null, now });
        return await keeper.keep();
      case "sign-in":
        return await open(provider.signInUrl);
      case "open-settings":
        await ensureSettingsFile(host, files.config);
        return await open(files.config);
      case "quit":
        end();
        return;
    }
  }

  async function open(target: string): Promise<void> {
    const result = await host.run(parts.platform.open(target));
    if (result.code !== 0) {
      throw new Error(`Cannot open ${target}: the program for it ended with ${result.code}`);
    }
  }

  /** For callers that cannot wait: what goes wrong stands in the menu. */
  function performLater(action: Action): void {
    perform(action).then(
      () => clearNotice("action"),
      (error) => {
        log.error("{action}: {why}", { action: action.kind, why: reason(error) });
        store.dispatch({ type: "notice", id: "action", text: reason(error), now: host.now() });
      },
    );
  }

  function clearNotice(id: string): void {
    if (store.state().notices.some((notice) => notice.id === id)) {
      store.dispatch({ type: "notice", id, text: null, now: host.now() });
    }
  }

  async function changeAndApply(change: unknown): Promise<Settings> {
    const changed = await changeSettings(host, files.config, change);
    if (changed.kind === "config") applySettings(host, store, changed);
    return changed;
  }

  const rpc = createRpc({
    host,
    store,
    views,
    messages,
    version: parts.version,
    perform,
    changeSettings: changeAndApply,
  });
  const events = serverEvents({ host, store, views, messages });
  const server = await startServer(host, files.server, { version: parts.version, rpc, events });
  if (server.kind === "already-running") return server;

  const tray: Task = async (until) => {
    if (parts.chooseTray === null) return;
    const choice = await parts.chooseTray();
    if (choice.kind === "headless") {
      const text = choice.help === "" ? choice.why : `${choice.why}. ${choice.help}`;
      log.warning("no tray icon: {text}", { text });
      store.dispatch({ type: "notice", id: "tray", text, now: host.now() });
      return;
    }
    await choice.driver.run({
      view: views.view,
      subscribe: views.subscribe,
      perform: performLater,
      status: (status) => {
        log.info("tray {driver}: {status}", { driver: choice.driver.name, status: status.kind });
        const text = status.kind === "waiting" ? status.why : null;
        store.dispatch({ type: "notice", id: "tray", text, now: host.now() });
      },
    }, until);
  };
  const tasks: readonly (readonly [string, Task])[] = [
    ["polling", async (until) => {
      // Settings that cannot be read may hold pins or a proxy: nothing is sent before they are known.
      await untilSettingsAreGood(store, until);
      await poller.run(until);
    }],
    ["saving", keeper.run],
    ["rendering", views.tick],
    ["settings", (until) => watchSettings(host, store, files.config, until)],
    ["tray", tray],
  ];
  log.info("started, version {version}", { version: parts.version });
  try {
    const running = tasks.map(([name, task]) => supervise(name, task, { host, store, signal: ended.signal }));
    await Promise.all([...running, aborted(ended.signal)]);
  } finally {
    signal.removeEventListener("abort", end);
    await server.close();
    log.info("ended");
  }
  return { kind: "ended" };
}

/** The network as the settings of this moment want it. */
function followNet(store: Store, createNet: AppParts["createNet"]): () => Net {
  let usage = store.state().config.usage;
  let net = createNet(usage);
  store.subscribe((event) => {
    if (event.type !== "config" || JSON.stringify(event.config.usage) === JSON.stringify(usage)) return;
    usage = event.config.usage;
    net = createNet(usage);
  });
  return () => net;
}

function applySettings(host: Pick<Host, "now">, store: Store, settings: Settings): void {
  const { config, configProblems } = store.state();
  switch (settings.kind) {
    case "config": {
      const same = JSON.stringify(settings.config) === JSON.stringify(config);
      if (!same || configProblems.length > 0) {
        store.dispatch({ type: "config", config: settings.config, now: host.now() });
      }
      return;
    }
    case "problems":
      for (const problem of settings.problems) log.error("{problem}", { problem });
      store.dispatch({ type: "config-refused", problems: settings.problems, now: host.now() });
      return;
  }
}

async function watchSettings(host: Host, store: Store, file: string, signal: AbortSignal): Promise<void> {
  const slash = Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"));
  const folder = file.slice(0, slash), name = file.slice(slash + 1);
  for await (const changed of host.files.watch(folder, signal)) {
    if (changed !== name && changed !== "") continue;
    // An editor that does not replace the file at once is done after this.
    await host.sleep(100, signal);
    applySettings(host, store, await loadSettings(host, file));
  }
}

function untilSettingsAreGood(store: Store, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      if (store.state().configProblems.length > 0 && !signal.aborted) return;
      unsubscribe();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const unsubscribe = store.subscribe(done);
    signal.addEventListener("abort", done, { once: true });
    done();
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
