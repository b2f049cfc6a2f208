/**
 * The history as the program sees it. Only what happens is noted here; the rest is loaded when the first thing has happened or when it is
 * read, and nothing where it is off.
 */
import { weightOf } from "../core/agents/sources.ts";
import { ReasonError } from "../core/reason_error.ts";
import type { Event } from "../core/state.ts";
import type { Happening, History, HistoryKeeper, HistoryKeeperParts } from "./history_port.ts";
import { whileSettingsSame } from "./while_settings_same.ts";

/** How long more is waited for, to be written at once. A process that is killed loses little more than this. */
const collectMs = 100;

export function historyWhenWanted(parts: HistoryKeeperParts): History {
  const { host, store } = parts;
  let happened: Happening[] = [];
  let ring = () => {};
  let isWanted = false;
  let loaded: Promise<HistoryKeeper> | null = null;

  const load = () =>
    loaded ??= (async () => {
      const { createHistoryKeeper } = await import("./history_keeper.ts");
      return createHistoryKeeper(parts);
    })();
  const isOn = () => store.state().settings.history.enabled;

  function take(): readonly Happening[] {
    const taken = happened;
    happened = [];
    return taken;
  }

  function note(happening: Happening): void {
    // What agents do is looked at when it is written: after all answers that came before it.
    if (happening.kind === "agents") happened = happened.filter(({ kind }) => kind !== "agents");
    happened.push(happening);
    isWanted = true;
    ring();
  }

  /** Notes what happens until the signal aborts. What was saved by another run may not be in the history yet. */
  function listen(): () => void {
    let before = store.state().readings;
    happened = before.toReversed().map((reading) => ({ kind: "reading", reading }));
    return store.subscribe((event) => {
      const { readings } = store.state();
      if (readings !== before) {
        const added = readings.filter((reading) => !before.includes(reading)).toReversed();
        for (const reading of added) note({ kind: "reading", reading });
        before = readings;
      }
      if (event.type === "told") note({ kind: "told", told: event.told, at: event.now });
      else if (mayChangeWaits(event)) note({ kind: "agents" });
    });
  }

  async function keep(signal: AbortSignal): Promise<void> {
    const stop = listen();
    const nextOne = () => new Promise<void>((resolve) => ring = resolve);
    let next = nextOne();
    signal.addEventListener("abort", () => ring(), { once: true });
    try {
      while (!signal.aborted) {
        await next;
        if (signal.aborted) break;
        const [keeper] = await Promise.all([load(), host.sleep(collectMs, signal)]);
        next = nextOne();
        const retryMs = await keeper.write(take());
        if (retryMs === null) continue;
        // Meanwhile it goes on being noted.
        await host.sleep(retryMs, signal);
        ring();
      }
    } finally {
      stop();
      ring = () => {};
      const keeper = isWanted ? await load() : await loaded;
      if (keeper !== null) {
        await keeper.write(take());
        await keeper.close();
      }
      happened = [];
      isWanted = false;
    }
  }

  async function reading<T>(work: (keeper: HistoryKeeper) => Promise<T>): Promise<T> {
    if (!isOn()) throw new ReasonError({ about: "history", kind: "off" });
    const keeper = await load();
    await keeper.write(take());
    return await work(keeper);
  }

  return {
    run: whileSettingsSame(store, (settings) => settings.history.enabled, async (signal, enabled) => {
      if (enabled) await keep(signal);
    }),
    async noted(action, pass) {
      if (action.kind === "focus-session" || !isOn()) return await pass(action);
      // The agent may go on before its program has confirmed the answer.
      happened.push({ kind: "answer", action, isGiven: true });
      try {
        await pass(action);
      } catch (error) {
        happened.push({ kind: "answer", action, isGiven: false });
        throw error;
      }
    },
    read: (query) => reading((keeper) => keeper.read((history) => history.read(query, host.now()))),
    samples: (...asked) => reading((keeper) => keeper.read((history) => history.samples(...asked))),
  };
}

/** Whether an event may begin or end a wait: most of what agents do does not. */
function mayChangeWaits(event: Event): boolean {
  if (event.type !== "agents") return false;
  const weight = weightOf(event.report);
  return weight === "change" || weight === "everything";
}
