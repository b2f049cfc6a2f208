/**
 * Asks the provider for the usage when the schedule in `core/usage/` says so. It watches the files of the login, and looks at them
 * again before each question.
 */
import { getLogger } from "@logtape/logtape";
import { below } from "../core/text/path.ts";
import { mayRequest } from "../core/usage/may_request.ts";
import { nextStep } from "../core/usage/schedule.ts";
import { readingOf } from "../core/usage/current_usage.ts";
import { scheduleInput } from "../core/usage/schedule_input.ts";
import { type Answer, type Gaps, wholeAtOf } from "../core/usage/reading.ts";
import type { Failure } from "../core/usage/usage_failure.ts";
import type { Host } from "../host/host.ts";
import type { Provider, Token, WatchedFile } from "../providers/provider.ts";
import { createLoginLookup } from "./login_lookup.ts";
import { createBell } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";
import { minute, second } from "../core/time/units.ts";

const log = getLogger(["claudeminder", "poller"]);

/** While there is no token, a login is looked for this often, in addition to watching the files. */
const lookAgainMs = minute;
/** Two answers tell the same of a clock if they differ by at most this much. */
const sameSkewMs = minute;

export interface Poller {
  readonly run: Task;
  /** Asks now, if that is allowed. Resolves when the answer is in the state. */
  refresh(): Promise<Refreshed>;
  /** As `refresh()`, but does not ask if the last answer to this token is younger than `youngMs`. */
  refreshUnlessYoung(youngMs: number): Promise<void>;
  /** Asks if a request is due by the schedule. Resolves when the answer is in the state. */
  askIfDue(): Promise<void>;
}

export type Refreshed =
  | { readonly kind: "asked" }
  /** `until`: epoch ms from which a request is allowed again. */
  | { readonly kind: "refused"; readonly until: number; readonly why: "rate-limited" | "budget" }
  | { readonly kind: "no-token" };

export interface PollerOptions {
  readonly host: Pick<Host, "now" | "sleep" | "random"> & {
    readonly files: Pick<Host["files"], "watchFile">;
  };
  readonly store: Store;
  readonly provider: Provider;
  /** How long to wait for an answer, in ms. */
  readonly timeoutMs: number;
  /** Saves the state, so that a request counts even if the process dies during it. */
  readonly save: () => Promise<void>;
}

export function createPoller({ host, store, provider, timeoutMs, save }: PollerOptions): Poller {
  const bell = createBell();
  const login = createLoginLookup({ host, store, provider, onStored: ({ gaps }) => warnOfGaps(gaps) });
  let gapsSaid = "";
  let asking: Promise<void> | null = null;
  let refreshing: Promise<Refreshed> | null = null;

  /** One request at a time. Whoever wants another one meanwhile gets the answer of the first. */
  function ask(signal?: AbortSignal): Promise<void> {
    asking ??= askOnce(signal).finally(() => asking = null);
    return asking;
  }

  async function askOnce(signal?: AbortSignal): Promise<void> {
    const used = login.token();
    if (used === null) return;
    const answer = await askWith(used, signal);
    if (answer.kind !== "failure" || answer.failure.kind !== "token-refused") return;
    // The token may have been renewed between reading and asking.
    await login.lookForLogin({ again: true });
    const renewed = login.token();
    if (renewed === null || renewed.hash === used.hash) return;
    if (mayRequest(store.state(), renewed, host.now()).kind === "yes") await askWith(renewed, signal);
  }

  async function askWith(used: Token, signal?: AbortSignal): Promise<Answer> {
    store.dispatch({ type: "asked", now: host.now() });
    await save();
    const answer = await provider.ask(used, { timeoutMs, ...(signal === undefined ? {} : { signal }) });
    // First the clock, then the answer: its resets are shown by the clock.
    const isSet = noteClock();
    store.dispatch({
      type: "answered",
      answer,
      tokenHash: used.hash,
      endpoint: provider.endpoint,
      random: host.random(),
      now: host.now(),
    });
    // By the right clock the token may not have expired.
    if (isSet) await login.lookForLogin({ again: false });
    if (answer.kind === "failure") log.info("no answer: {why}", { why: whyOf(answer.failure) });
    else {
      log.debug("{count} limits", { count: answer.reading.limits.length });
      warnOfGaps(answer.reading.gaps);
    }
    return answer;
  }

  /** Warns once, and again only if something else is missing. */
  function warnOfGaps(gaps: Gaps | undefined): void {
    const text = gaps === undefined ? "" : `${gaps.fields.join(", ")} ${gaps.more}`;
    if (gaps !== undefined && text !== gapsSaid) {
      const { fields, more } = gaps;
      if (fields.length > 0) {
        log.warning("cannot be read in the answer: {fields}", { fields: fields.join(", ") });
      }
      if (more > 0) log.warning("limits of the answer that are left out: {more}", { more });
    }
    gapsSaid = text;
  }

  /** Tells the state how far the clock is off. Gives whether that has changed. */
  function noteClock(): boolean {
    const skewMs = provider.skewMs();
    if (Math.abs(skewMs - store.state().skewMs) <= sameSkewMs) return false;
    store.dispatch({ type: "clock", skewMs, now: host.now() });
    if (skewMs !== 0) {
      const s = Math.round(Math.abs(skewMs) / second);
      log.warning("this machine's clock is {s} s {side} the server's", {
        s,
        side: skewMs > 0 ? "ahead of" : "behind",
      });
    }
    return true;
  }

  async function watch(file: WatchedFile, changed: () => Promise<void>, signal: AbortSignal): Promise<void> {
    let settling: Promise<void> | null = null;
    for await (const _ of host.files.watchFile(below(file.folder, file.name), signal)) {
      settling ??= host.sleep(file.settleMs, signal).then(() => {
        settling = null;
        return changed();
      });
    }
    await settling;
  }

  async function askIfDue(signal?: AbortSignal): Promise<void> {
    // After a look at the login, nothing may be due any more.
    await login.look({ again: false });
    const due = nextStep(scheduleInput(store.state()), host.now());
    if (due.kind === "ask" && due.at <= host.now()) await ask(signal);
  }

  async function follow(signal: AbortSignal): Promise<void> {
    await login.look({ again: true });
    while (!signal.aborted) {
      const now = host.now();
      const step = nextStep(scheduleInput(store.state()), now);
      if (step.kind !== "idle" && step.at <= now) {
        if (step.kind === "probe") {
          const failure = await provider.probe(signal);
          store.dispatch({ type: "probed", reachable: failure === null, now: host.now() });
          continue;
        }
        await askIfDue(signal);
        continue;
      }
      const wakeAt = step.kind === "idle"
        ? login.lookedAt() + lookAgainMs
        : Math.min(step.at, expiryOf(login.token(), now));
      const end = await bell.sleepUntil(host, wakeAt, signal);
      if (end === "woke") store.dispatch({ type: "woke", now: host.now() });
      const idle = step.kind === "idle" && host.now() >= wakeAt;
      if (end === "woke" || idle || host.now() >= expiryOf(login.token(), now)) {
        await login.look({ again: false });
      }
    }
  }

  async function refreshOnce(youngMs = 0): Promise<Refreshed> {
    await login.look({ again: true });
    const token = login.token();
    if (token !== null && youngMs > 0 && isYoung(token.hash, youngMs)) return { kind: "asked" };
    if (token === null) return { kind: "no-token" };
    if (asking === null) {
      const permission = mayRequest(store.state(), token, host.now());
      if (permission.kind === "no") {
        log.info("refresh refused: {why}", { why: permission.why });
        return { kind: "refused", until: permission.until, why: permission.why };
      }
    }
    await ask();
    return { kind: "asked" };
  }

  /** Whether the last reading is young, and of this token. A reading of another token may belong to another account. */
  function isYoung(tokenHash: string, youngMs: number): boolean {
    const reading = readingOf(store.state());
    const { answered } = store.state().requestLog;
    const wholeAt = reading === null ? null : wholeAtOf(reading);
    const age = wholeAt === null ? Infinity : host.now() - wholeAt;
    if (reading === null || wholeAt === null || age < 0 || age >= youngMs) return false;
    if (reading.source === "cache") return true;
    const isOurs = answered?.tokenHash === tokenHash && answered.endpoint === provider.endpoint;
    return isOurs && answered.at - wholeAt < youngMs;
  }

  return {
    async run(signal) {
      const ended = new AbortController();
      const stop = () => ended.abort();
      signal.addEventListener("abort", stop, { once: true });
      // Events of agents come many times a second and change nothing here.
      const unsubscribe = store.subscribe((event) => event.type === "agents" || bell.ring());
      const changed = () => login.look({ again: false }).then(() => bell.ring());
      const watches = provider.watched.map((file) => watch(file, changed, ended.signal));
      try {
        await Promise.race([follow(ended.signal), ...watches]);
      } finally {
        stop();
        unsubscribe();
        signal.removeEventListener("abort", stop);
        await Promise.allSettled(watches);
      }
    },

    askIfDue: () => askIfDue(),

    async refreshUnlessYoung(youngMs) {
      await refreshOnce(youngMs);
    },

    refresh() {
      refreshing ??= refreshOnce().finally(() => refreshing = null);
      return refreshing;
    },
  };
}

/** The failure in the log. A 429 that the endpoint itself has not given has a name of its own. */
function whyOf(failure: Failure): string {
  return failure.kind === "rate-limited" && failure.unproven === true ? "refused (429)" : failure.kind;
}

/** Epoch ms at which the token expires; Infinity = it has expired already, or that is not known. */
function expiryOf(token: Token | null, now: number): number {
  return token === null || token.expiresAt === null || token.expiresAt <= now ? Infinity : token.expiresAt;
}
