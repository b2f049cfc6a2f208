/** One start of the tray helper: what is started, when it is ready, what it shows from then on, and how it is asked to end. */
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import type { Attempt, Place } from "../sidecars/supervised_program.ts";
import type { TrayPort } from "./driver.ts";
import { EXIT, type HelperMessage } from "./systray_protocol.ts";
import { type HelperTalk, talkWith } from "./systray_talk.ts";
import { beginViews, type ShownViews, type ViewParts } from "./systray_views.ts";
import { askTrayKind, followTrayKind, NO_TRAY, type TrayKind } from "./tray_kind.ts";

export interface HelperParts extends ViewParts {
  readonly host: Pick<Host, "env" | "sleep" | "files">;
  readonly port: TrayPort;
  /** Puts the helper where it can be run; gives its path. Rejects with a `ReasonError` where that cannot be done. */
  place(): Promise<string>;
  /** Another helper has to take over. */
  renew(): void;
  /** Something of this program's own has failed. */
  fail(error: unknown): void;
}

export interface HelperAttempt extends Attempt {
  /** Whether it has come to show anything. */
  isShown(): boolean;
  /** Resolves when nothing of it goes on any more. */
  done(): Promise<unknown>;
}

/** The helper is reached by its standard input alone. */
const NOWHERE: Place = { port: null, url: null };
/** How long in ms it may take to end after it was asked to. */
const ASKED_MS = 1_000;

export async function helperAttempt(parts: HelperParts): Promise<HelperAttempt> {
  const { host, platform, port, renew, fail } = parts;
  // Asked while the helper is put in its place and starts.
  const kind = platform.os === "linux" ? askTrayKind(host) : Promise.resolve(null);
  kind.catch(() => {});
  const program = await parts.place();
  const over = new AbortController();
  const saidReady = Promise.withResolvers<void>();
  let talk: HelperTalk | null = null;
  let views: ShownViews | null = null;
  let staying: Promise<unknown> = Promise.resolve();

  function heard(message: HelperMessage): void {
    switch (message.kind) {
      case "ready":
        return saidReady.resolve();
      case "clicked": {
        const action = views?.menu.action(message.id) ?? null;
        try {
          if (action !== null) port.perform(action);
        } catch (error) {
          fail(error);
        }
      }
    }
  }

  function renewUnlessOver(): void {
    if (!over.signal.aborted) renew();
  }

  /** Panels of the other kind read labels in another way. */
  function kindIs(now: TrayKind, laidOutFor: TrayKind | null): void {
    if (now !== "none" && (now === "xembed") !== (laidOutFor === "xembed")) renewUnlessOver();
  }

  return {
    command: { program, args: [], env: environmentOf(host, platform), stdin: "piped", graphical: true },
    place: NOWHERE,
    takeOutput(started) {
      void started.ended.then(() => over.abort());
      talk = talkWith(started, heard);
      return talk.ended;
    },
    async ready(signal) {
      await unlessAborted(saidReady.promise, signal);
      if (signal.aborted || talk === null) return NOWHERE;
      try {
        const laidOutFor = await kind;
        const shown = await beginViews(parts, talk, laidOutFor);
        views = shown;
        const shows = shown.run(over.signal).then((how) => {
          if (how === "new-helper") renewUnlessOver();
        });
        const reports = reportKind(parts, over.signal, (now) => kindIs(now, laidOutFor));
        staying = Promise.all([shows.catch(fail), reports.catch(fail)]);
      } catch (error) {
        fail(error);
      }
      return NOWHERE;
    },
    check: null,
    askToEnd() {
      over.abort();
      void talk?.tell(EXIT);
    },
    askedMs: ASKED_MS,
    lastLines: () => talk?.lastWords().split("\n") ?? [],
    close: () => over.abort(),
    isShown: () => views !== null,
    done: () => staying,
  };
}

/** What a program needs to be on the desktop. Everything else stays here, above all the tokens of other programs. */
function environmentOf(
  { env }: Pick<Host, "env">,
  { childVariables, desktopVariables }: Platform,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...childVariables, ...desktopVariables].flatMap((name) => {
    const value = env(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  signal.addEventListener("abort", end);
  await Promise.race([work, promise]);
  signal.removeEventListener("abort", end);
}

/**
 * Tells the port what a person sees. On Linux the helper also runs where no panel shows its icon, and does not say so.
 */
async function reportKind(
  { host, platform, port }: HelperParts,
  signal: AbortSignal,
  changed: (kind: TrayKind) => void,
): Promise<void> {
  if (platform.os !== "linux") return port.status({ kind: "shown" });
  await followTrayKind(host, signal, (kind) => {
    port.status(kind === "none" ? { kind: "waiting", why: NO_TRAY } : { kind: "shown" });
    changed(kind);
  });
}
