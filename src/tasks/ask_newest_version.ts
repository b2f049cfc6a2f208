/**
 * Asks once a day for the newest version, at the place that the settings name; if they name none, it never asks. The
 * result is only a line in the menu: nothing is downloaded, nothing is run.
 */
import { firstOf } from "../host/abort_signals.ts";
import { getLogger } from "@logtape/logtape";
// @ts-types="../std_types/semver.d.ts"
import { format } from "@std/semver/format";
// @ts-types="../std_types/semver.d.ts"
import { greaterThan } from "@std/semver/greater-than";
// @ts-types="../std_types/semver.d.ts"
import { tryParse } from "@std/semver/try-parse";
import { type NewestVersion, nextVersionQuestionAt, versionIn } from "../core/newest_version.ts";
import type { Host } from "../host/host.ts";
import { createBell } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";

const log = getLogger(["claudeminder", "newest"]);

const timeoutMs = 20_000;
/** For comparison: GitHub's answer about a release has 40 kB, the list of its files included. */
const maxBytes = 256 << 10;

/** The answer of the place that was asked. Only a body with status 200 counts. */
export type VersionAnswer =
  | { readonly kind: "body"; readonly body: string }
  /** `answered`: the place itself answered; otherwise it could not be reached. `why`: for the log. */
  | { readonly kind: "none"; readonly answered: boolean; readonly why: string };

export interface NewestVersionParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly store: Store;
  /** GETs the address. Rejects only with the reason of the signal. */
  readonly ask: (
    url: string,
    limits: { timeoutMs: number; maxBytes: number; signal: AbortSignal },
  ) => Promise<VersionAnswer>;
  /** The version of the program that runs: `MAJOR.MINOR.PATCH`. */
  readonly running: string;
}

/** Keeps `newerVersion` true. Until the next question is due, it uses the saved answer. */
export function askNewestVersion({ host, store, ask, running }: NewestVersionParts): Task {
  async function question(url: string, signal: AbortSignal): Promise<NewestVersion> {
    const answer = await ask(url, { timeoutMs, maxBytes, signal });
    const before = store.state().newest;
    const known = before?.url === url ? before.version : null;
    const asked = { url, askedAt: host.now() };
    switch (answer.kind) {
      case "none":
        log.warning("the newest version is not known: {why}", { why: answer.why });
        return { ...asked, outcome: answer.answered ? "odd" : "unreachable", version: known };
      case "body": {
        const version = versionIn(answer.body);
        if (version === null || tryParse(version) === undefined) {
          log.warning("the newest version is not known: the answer names none such as 1.2.3");
          return { ...asked, outcome: "odd", version: known };
        }
        log.info("the newest version is {version}", { version });
        return { ...asked, outcome: "version", version };
      }
    }
  }

  function learn(newest: NewestVersion | null): void {
    const state = store.state();
    // The answer of a place that is not asked any more is kept, so that the place is not asked again too soon, but it
    // is not shown.
    const version = newest?.url === state.settings.updates.url ? newest.version : null;
    const newer = version === null ? null : newerThan(running, version);
    if (newest === state.newest && newer === state.newerVersion) return;
    store.dispatch({ type: "newest-version", newest, newer, now: host.now() });
  }

  return async (signal) => {
    const changed = createBell();
    let place = "";
    let asking = new AbortController();
    const unsubscribe = store.subscribe((event) => {
      if (event.type !== "settings") return;
      if (event.settings.updates.url !== place) asking.abort();
      changed.ring();
    });
    try {
      while (!signal.aborted) {
        const { newest, settings: { updates: { url } } } = store.state();
        const at = nextVersionQuestionAt(newest, url, host.now());
        learn(newest);
        if (at === null || at > host.now()) {
          await changed.sleepUntil(host, at ?? Infinity, signal);
          continue;
        }
        place = url;
        asking = new AbortController();
        const either = firstOf(signal, asking.signal);
        try {
          learn(await question(url, either.signal));
        } catch (error) {
          // The settings have changed: nobody needs this answer any more.
          if (!either.signal.aborted) throw error;
        } finally {
          either.release();
        }
      }
    } finally {
      unsubscribe();
    }
  };
}

/** `version` in its plain form if it is newer; null = it is not. A prerelease is never offered to a release. */
export function newerThan(running: string, version: string): string | null {
  const [own, other] = [tryParse(running), tryParse(version)];
  if (own === undefined || other === undefined) return null;
  const isTrial = (other.prerelease ?? []).length > 0 && (own.prerelease ?? []).length === 0;
  return !isTrial && greaterThan(other, own) ? format(other) : null;
}
