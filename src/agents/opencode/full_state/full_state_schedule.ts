/**
 * When the full state of one OpenCode server is fetched: at the beginning, for its own directory and for the others that it has
 * named; again where something is missing; and once a minute while anything is active, for a message of its stream may be lost.
 */
import type { Instance } from "../../../core/agents/opencode/instance.ts";
import type { InstanceEvent } from "../../../core/agents/opencode/instance_event.ts";
import type { StreamMessage } from "../../../core/agents/opencode/stream_message.ts";
import { DIRECTORIES_MAX } from "../../../core/agents/opencode/kept_maximums.ts";
import { isAnythingActive, recentDirectories } from "../../../core/agents/opencode/follow_up_requests.ts";
import type { Host } from "../../../host/host.ts";
import type { OpencodeClient } from "../opencode_client.ts";
import type { RequestPacer } from "../request_pacer.ts";
import { fetchDirectory, fetchFullState } from "./fetch_full_state.ts";
import { createSemaphore } from "../semaphore.ts";
import { createUnlistedSessions, type UnlistedSessions } from "./unlisted_sessions.ts";
import { minute, second } from "../../../core/time/units.ts";

/** A full state with gaps is fetched again after 5 s, then after twice as long. */
const GAP_MS = 5 * second, LONGEST_GAP_MS = minute;
/** Where only the list of sessions is missing, the tries end when the next would be after this; the next review tries again. */
const LONGEST_LIST_GAP_MS = 20 * second;
/** While anything is active, everything is fetched again after this. */
const REVIEW_MS = minute;
/** New directories that messages name are fetched so many at a time; the others when they are next named. */
const FETCHES_MAX = 8;
/** Directories that a list names are fetched so many at a time: the server has to start up in each. */
const STARTS_AT_A_TIME = 2;
/** So many disposed directories are remembered; more than these has only a server that makes them up. */
const DISPOSED_MAX = 500;

export interface ScheduleParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly client: OpencodeClient;
  /** For requests about single sessions; shared by all servers. */
  readonly sessionPacer: RequestPacer;
  /** Whether the server sends too much just now. */
  isOverloaded(): boolean;
  /** The state that the events add up to; null = there is none any more. */
  currentInstance(): Instance | null;
  emit(event: InstanceEvent): void;
  warn(why: string): void;
  /** Of a connection that was opened at `openedAt` (epoch ms). */
  connected(openedAt: number): void;
  notAnswering(since: number): void;
}

/**
 * What a fetch of a full state came to. `unlisted`: nothing but the list of sessions is missing; `gaps`: something else is;
 * `hung`: there was no response in time; `lost`: nobody listens any more, or a password is wanted now.
 */
export type FetchOutcome = "whole" | "unlisted" | "gaps" | "hung" | "lost";

export interface FullStateSchedule {
  /** Fetches one full state of the server's own directory; `answered` is called when there is a response. */
  fetchOnce(signal: AbortSignal, answered: () => void): Promise<FetchOutcome>;
  /** For as long as a stream is followed, whose connection is given up where nothing is answered. */
  duringStream(connection: AbortController, openedAt: number): StreamSchedule;
  /** Asks nothing more; resolves when no request is left. */
  end(): Promise<void>;
}

export interface StreamSchedule {
  /** Fetches the full states of all directories. */
  fetchAll(): void;
  /** The same after messages were lost; of directories that are not fetched nothing is known any more. */
  refetchAll(): void;
  /** After a message has been emitted. */
  afterMessage(message: StreamMessage): void;
  /** Resolves when no request is left; after its connection has aborted that is soon. */
  ended(): Promise<void>;
}

export function createFullStateSchedule(parts: ScheduleParts): FullStateSchedule {
  const { host, client, currentInstance, emit, warn } = parts;
  const unlisted: UnlistedSessions = createUnlistedSessions({
    ...{ host, client, currentInstance, pacer: parts.sessionPacer },
    isOverloaded: () => parts.isOverloaded(),
    emit: (message) => emit({ type: "message", message }),
  });
  /** Directories that the server has named, beside its own. */
  const directories = new Set<string>();
  /** Those of them where it has ended: a request about one would make it start up there again. */
  const disposed = new Set<string>();
  let ownDirectory = "";
  let count = 0;

  /** Fetches one full state; `directory`: "" = the server's own. `named`: directories of its list, to be fetched too. */
  async function fetchOne(
    directory: string,
    signal: AbortSignal,
    answered: () => void,
  ): Promise<{ readonly outcome: FetchOutcome; readonly named: readonly string[] }> {
    const number = ++count;
    emit({ type: "full-state-requested", number });
    const options = { host, client, signal, warn };
    const [fetched, own] = await Promise.all([
      fetchFullState({ ...options, directory }),
      directory === "" && ownDirectory === "" ? fetchDirectory(options) : ownDirectory,
    ]);
    if (fetched.isLost) return emitUnknown(number, directory, "lost");
    if (signal.aborted || fetched.isHung) return emitUnknown(number, directory, "hung");
    answered();
    // The responses are about a directory that is not known yet, and would be taken for true of all.
    if (own === null) return emitUnknown(number, directory, "gaps");
    if (directory === "" && own !== ownDirectory) {
      ownDirectory = own;
      emit({ type: "server-details", directory: ownDirectory });
    }
    const fullState = unlisted.withoutGone({ ...fetched.fullState, directory: directory || ownDirectory });
    emit({ type: "full-state", number, fullState });
    unlisted.lookUpAll();
    const { sessions, statuses, permissions, questions } = fullState;
    const isKnown = [statuses, permissions, questions].every(({ kind }) => kind !== "unknown");
    const outcome = !isKnown ? "gaps" : sessions.kind === "unknown" ? "unlisted" : "whole";
    const recent = directory === "" && ownDirectory !== "" && sessions.kind === "known"
      ? recentDirectories(sessions.value, ownDirectory, host.now())
      : [];
    return { outcome, named: recent };
  }

  /** Every full state that was announced is emitted, if only to say that nothing is known. */
  function emitUnknown(number: number, directory: string, outcome: "gaps" | "hung" | "lost") {
    const unknown = { kind: "unknown" } as const;
    const parts = { sessions: unknown, statuses: unknown, permissions: unknown, questions: unknown };
    const fullState = { directory: directory || ownDirectory, ...parts, todos: {}, tools: {} };
    emit({ type: "full-state", number, fullState });
    return { outcome, named: [] };
  }

  function duringStream(connection: AbortController, openedAt: number): StreamSchedule {
    const { signal } = connection;
    /** By directory. */
    const fetching = new Map<string, Promise<void>>();
    const starts = createSemaphore(STARTS_AT_A_TIME);
    let reviewing: Promise<void> | null = null;

    /** Fetches until nothing is missing, or the stream is given up. `first` is called after the first try. */
    async function fetchUntilWhole(directory: string, first: () => void): Promise<void> {
      for (let waitMs = GAP_MS; !signal.aborted; waitMs = Math.min(2 * waitMs, LONGEST_GAP_MS)) {
        const askedAt = host.now();
        const { outcome, named } = await fetchOne(directory, signal, () => parts.connected(openedAt));
        first();
        if (signal.aborted) return;
        startReview();
        for (const one of named) addNamed(one);
        // A directory in which the server starts up takes its time: that says nothing of the server.
        const isUseless = outcome === "lost" || outcome === "hung" && directory === "";
        // A list that is too long, or too slow, mostly stays so, and costs most of all; sessions that matter are looked up without it.
        if (outcome === "whole" || outcome === "unlisted" && waitMs >= LONGEST_LIST_GAP_MS) return;
        if (isUseless) {
          if (outcome === "hung") parts.notAnswering(askedAt);
          connection.abort();
          return;
        }
        await host.sleep(waitMs, signal);
      }
    }

    /** Resolves after the first try. */
    function startFetching(directory: string): Promise<void> {
      if (signal.aborted || fetching.has(directory)) return Promise.resolve();
      const { promise: first, resolve } = Promise.withResolvers<void>();
      const all = fetchUntilWhole(directory, resolve).finally(() => {
        fetching.delete(directory);
        resolve();
      });
      fetching.set(directory, all);
      return first;
    }

    /** Takes up a directory that a list names. */
    function addNamed(directory: string): void {
      if (directories.has(directory) || disposed.has(directory) || directories.size >= DIRECTORIES_MAX) {
        return;
      }
      directories.add(directory);
      starts.run(() => directories.has(directory) ? startFetching(directory) : Promise.resolve());
    }

    /** Whether it is a directory that is not fetched yet, and may be. */
    function isNew(directory: string): boolean {
      if (directory === "" || directory === "global" || ownDirectory === "" || directory === ownDirectory) {
        return false;
      }
      return !directories.has(directory) && directories.size < DIRECTORIES_MAX && fetching.size < FETCHES_MAX;
    }

    /** Once a minute from now until nothing is active. */
    function startReview(): void {
      if (reviewing !== null || signal.aborted) return;
      const instance = currentInstance();
      if (instance === null || !isAnythingActive(instance)) return;
      reviewing = review().finally(() => reviewing = null);
    }

    async function review(): Promise<void> {
      await host.sleep(REVIEW_MS, signal);
      const instance = currentInstance();
      if (instance === null || !isAnythingActive(instance)) return;
      for (const directory of ["", ...directories]) startFetching(directory);
    }

    return {
      fetchAll() {
        for (const directory of ["", ...directories]) startFetching(directory);
      },

      refetchAll() {
        if (signal.aborted) return;
        if (ownDirectory !== "") emit({ type: "known-only", directories: [ownDirectory, ...directories] });
        // A response that is on its way may say what was before.
        for (const directory of ["", ...directories]) {
          const present = fetching.get(directory);
          if (present === undefined) startFetching(directory);
          else present.then(() => startFetching(directory));
        }
      },

      afterMessage(message) {
        unlisted.afterMessage(message);
        const { directory } = message;
        if (message.type === "disposed") {
          const ended = directory === "" ? [...directories] : [directory];
          for (const one of ended) {
            directories.delete(one);
            if (disposed.size < DISPOSED_MAX) disposed.add(one);
          }
        } else {
          disposed.delete(directory);
          if (isNew(directory)) {
            directories.add(directory);
            startFetching(directory);
          }
        }
        startReview();
      },

      async ended() {
        await Promise.all([...fetching.values(), reviewing]);
      },
    };
  }

  return {
    fetchOnce: async (signal, answered) => (await fetchOne("", signal, answered)).outcome,
    duringStream,
    end: () => unlisted.end(),
  };
}
