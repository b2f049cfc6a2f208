/** The program that keeps running: makes the store, starts every task, and connects them with what people see and choose. */
import { aborted } from "../host/abort_signals.ts";
import { getLogger } from "@logtape/logtape";
import { createAgents } from "../agents/agents.ts";
import { defaultSettings } from "../core/settings.ts";
import { noIconNotice, noIconSubject } from "../core/alerts/no_icon_notice.ts";
import { type AppTask, initialState } from "../core/state.ts";
import { sweepUnfinishedWrites } from "../storage/unfinished_writes.ts";
import { loadSavedState, saveState, withSavedState } from "../storage/state_file.ts";
import type { AppParts, RunOutcome } from "./app_parts.ts";
import { createPerformAction } from "./perform_action.ts";
import { createPerformClick } from "./perform_click.ts";
import { passedOnEvents, serverEvents } from "../server/event_stream.ts";
import { loadSettings } from "../storage/settings_file.ts";
import {
  applySettings,
  changeAndApplySettings,
  followNet,
  untilSettingsAreGood,
  watchSettings,
} from "./apply_settings.ts";
import { createStore } from "./store.ts";
import { createStateSaver } from "../tasks/state_saver.ts";
import { historyWhenWanted } from "../tasks/history_when_wanted.ts";
import { workProfiles } from "../tasks/work_profiles.ts";
import { createAutostartKeeper } from "../tasks/autostart_keeper.ts";
import { releaseMemory } from "../tasks/memory_release.ts";
import { registerLinks } from "../tasks/register_links.ts";
import { createNotifier } from "../tasks/notifier.ts";
import { askNewestVersion } from "../tasks/ask_newest_version.ts";
import { followPort } from "../tasks/follow_port.ts";
import { writeMetricsFile } from "../tasks/write_metrics_file.ts";
import { writePluginFiles } from "../tasks/write_plugin_files.ts";
import { createPoller } from "../tasks/usage_poller.ts";
import { startServer } from "../server/loopback_server.ts";
import { metricsWhenAsked } from "../server/metrics_when_asked.ts";
import { rpcWhenAsked } from "../server/rpc_when_asked.ts";
import { serveStatusLine } from "../server/status_line_socket.ts";
import { statusLinesWhenAsked } from "../tasks/status_lines_when_asked.ts";
import { sidecarsWhenConfigured } from "../sidecars/sidecars_when_configured.ts";
import { placeOf } from "../core/text/path.ts";
import type { HistoryKeeperParts } from "../tasks/history_port.ts";
import type { HistoryHost } from "../storage/history/history_file.ts";
import { supervise } from "../tasks/supervise.ts";
import type { Store, Task } from "../tasks/task.ts";
import { followTimeZone } from "../tasks/follow_time_zone.ts";
import { trayIconTask } from "./tray_icon_task.ts";
import { versionQuestion } from "../tasks/newest_version_request.ts";
import { createViewUpdates } from "./view_updates.ts";

const log = getLogger(["claudeminder", "app"]);

/** How long everything else waits for the icon at a start. */
const iconFirstMs = 500;

/** Runs until the signal aborts or a person quits. */
export async function runApp(parts: AppParts, signal: AbortSignal): Promise<RunOutcome> {
  const { host, files } = parts;
  const settings = await loadSettings(host, files.settings);
  if (settings.kind === "problems" && parts.chooseTray === null) {
    return { kind: "bad-settings", problems: settings.problems };
  }
  const { saved, problem } = await withSavedState(host, files.state, () => loadSavedState(host, files.state));
  const store = createStore(
    initialState(settings.kind === "settings" ? settings.settings : defaultSettings, saved),
  );
  applySettings(host, store, settings);
  if (problem !== null) {
    store.dispatch({ type: "remark", id: "saved-state", reason: problem, now: host.now() });
  }

  const ended = new AbortController();
  const end = () => ended.abort();
  signal.addEventListener("abort", end, { once: true });
  const messages = () => parts.messages(store.state().settings.language);
  const views = createViewUpdates(host, store, { messages, demo: parts.demo });
  const saver = createStateSaver({
    host,
    store,
    write: (state) => saveState(host, files.state, state),
    file: files.state,
  });
  const provider = parts.createProvider(followNet(store, parts.createNet));
  provider.remarks.forEach((reason, index) =>
    store.dispatch({ type: "remark", id: `remark:${index}`, reason, now: host.now() })
  );
  const withoutPins = followNet(store, (usage) => parts.createNet({ ...usage, pins: [] }));
  const ask = versionQuestion(withoutPins, parts.version);
  const poller = createPoller({ host, store, provider, timeoutMs: provider.answerMs, save: saver.save });
  const agents = createAgents({ host, platform: parts.platform, store, sources: parts.agentSources });
  const sidecars = sidecarsWhenConfigured({
    ...{ host, platform: parts.platform, store, random: parts.random },
    stateFolder: placeOf(files.state).folder,
  });
  const history = historyWhenWanted({
    host,
    store,
    file: files.history,
    ...historyFile(host, files.history),
  });
  // A program that runs from its source cannot be started at login, and the demo should not be.
  const autostart = parts.exe === null || parts.demo
    ? null
    : createAutostartKeeper({ host, store, autostart: parts.platform.autostart, exe: parts.exe });
  // Links need a program that the system can start, too.
  const sender = parts.createSender(() =>
    store.state().settings.reminder.toast_buttons && parts.exe !== null ? parts.links : null
  );
  const perform = createPerformAction({
    host,
    store,
    messages,
    settingsFile: files.settings,
    signInUrl: provider.signInUrl,
    openWith: parts.platform.open,
    poller,
    agents: { perform: (action) => history.noted(action, agents.perform) },
    sidecars,
    autostart,
    notifier: () => notifier,
    save: saver.save,
    end,
  });
  const performClick = createPerformClick({ host, store, messages, notifier: () => notifier, perform });
  const notifier = createNotifier({
    host,
    store,
    sender,
    messages,
    perform: performClick,
    save: saver.save,
    demo: parts.demo,
    reducedMotion: parts.reducedMotion,
  });

  const statusLine = statusLinesWhenAsked({ host, store, provider, messages });
  const rpc = rpcWhenAsked({
    host,
    store,
    views,
    messages,
    version: parts.version,
    perform,
    pressLink(key) {
      const action = parts.links.press(key);
      if (action !== null) performClick(action);
      return action !== null;
    },
    async giveWay() {
      const gives = parts.chooseTray !== null && await parts.isSessionOver();
      if (gives) end();
      return gives;
    },
    surroundings: provider.surroundings,
    statusLine,
    sidecars,
    history,
    changeSettings: (change) => changeAndApplySettings(host, store, files.settings, change),
  });
  const events = serverEvents({ host, store, views, messages });
  const passedOn = passedOnEvents({ host, messages }, sidecars);
  const about = { version: parts.version, os: parts.platform.os };
  const metrics = metricsWhenAsked({ host, store, about });
  const server = await startServer(
    host,
    { file: files.server, port: store.state().settings.dashboard.port },
    {
      ...{ version: parts.version, rpc, metrics, events, passedOn },
    },
  );
  if (server.kind === "already-running") return server;
  void sweepUnfinishedWrites(host, files, store.state().settings);

  const icon = Promise.withResolvers<void>();
  const tray = parts.chooseTray === null ? null : trayIconTask({
    host,
    store,
    views,
    choose: parts.chooseTray,
    perform: performClick,
    settled: icon.resolve,
    tell: parts.atLogin ? null : {
      missing: (why, remedy) => notifier.show(noIconNotice(why, remedy, messages())),
      shown: () => notifier.unshow(noIconSubject),
    },
  });
  const tasks: readonly (readonly [string, Task])[] = [
    own("polling", async (until) => {
      // Settings that cannot be read may hold pins or a proxy: send nothing before they are known.
      await untilSettingsAreGood(store, until);
      await poller.run(until);
    }),
    own("saving", saver.run),
    own("newest version", askNewestVersion({ host, store, ask, running: parts.version })),
    own("rendering", views.tick),
    own("time zone", followTimeZone({ host, store })),
    ...(parts.collect ? [own("memory", releaseMemory({ host, store, collect: parts.collect }))] : []),
    own("settings", (until) => watchSettings(host, store, files.settings, until)),
    own("notifying", notifier.run),
    ...agents.tasks,
    own("sidecars", sidecars.run),
    own("port", followPort({ host, store, listenAt: server.listenAt })),
    own("metrics file", writeMetricsFile({ host, store, about })),
    own("history", history.run),
    own("work profiles", workProfiles({ host, store, samples: history.samples })),
    own("state files", writePluginFiles({ host, platform: parts.platform, store, messages })),
    // There are no Unix sockets on Windows: there the RPC has to do. The files of the demo are in memory.
    ...(parts.platform.os === "windows" || parts.demo
      ? []
      : [own("status line", serveStatusLine({ host, path: files.statusLine, line: statusLine }))]),
    ...linkTask(parts, store),
    ...(autostart === null ? [] : [own("autostart", autostart.run)]),
  ];
  log.info("started, version {version}", { version: parts.version });
  try {
    const begin = (name: string, task: Task) => supervise(name, task, { host, store, signal: ended.signal });
    const showing = tray === null ? [] : [begin(...own("tray", tray))];
    // The icon comes before everything else, unless it takes too long.
    const late = host.sleep(iconFirstMs, ended.signal);
    if (tray !== null) await Promise.race([icon.promise, late]);
    await Promise.all([...showing, ...tasks.map(([name, task]) => begin(name, task)), aborted(ended.signal)]);
  } finally {
    signal.removeEventListener("abort", end);
    await server.close();
    await sender.close();
    log.info("ended");
  }
  return { kind: "ended" };
}

/** How the history is opened; loaded when it is. */
function historyFile(host: HistoryHost, file: string): Pick<HistoryKeeperParts, "open" | "isDamaged"> {
  const load = () => import("../storage/history/history_file.ts");
  return {
    open: async (how) => await (await load()).openHistory(host, file, how),
    isDamaged: async (error) => (await load()).isDamaged(error),
  };
}

/** Only where the system uses links, and a link could start the program. */
function linkTask(
  { host, platform: { linkProtocol: protocol }, exe }: AppParts,
  store: Store,
): readonly (readonly [string, Task])[] {
  return protocol === null || exe === null
    ? []
    : [own("links", registerLinks({ host, store, protocol, exe }))];
}

/** A task of this file, by a name that each language knows. */
function own(name: AppTask, task: Task): readonly [string, Task] {
  return [name, task];
}
