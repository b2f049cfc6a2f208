/**
 * Looks at one OpenCode server: pictures of its own directory and of the others that it has named, again where one has gaps,
 * and once a minute while anything goes on, for a message of its stream may be lost.
 */
import type { Instance } from "../../../core/agents/opencode/instance.ts";
import type { InstanceEvent } from "../../../core/agents/opencode/instance_event.ts";
import type { Message } from "../../../core/agents/opencode/stream_message.ts";
import { DIRECTORIES_MAX } from "../../../core/agents/opencode/bounds.ts";
import { directoriesLately, somethingGoesOn } from "../../../core/agents/opencode/follow_up_requests.ts";
import type { Host } from "../../../host/host.ts";
import type { OpencodeClient } from "../opencode_client.ts";
import type { Gate } from "../request_pacer.ts";
import { askDirectory, askPicture } from "./fetch_full_state.ts";
import { createTurns } from "../semaphore.ts";
import { createNames, type Names } from "./unlisted_sessions.ts";
import { minute, second } from "../../../core/time/units.ts";

/** A picture with gaps is asked for again after 5 s, then after twice as long. */
const gapMs = 5 * second, longestGapMs = minute;
/** Where only the list of sessions is missing it is asked for no more after this, until the next look at everything. */
const longestListGapMs = 20 * second;
/** While anything goes on, all is looked at again after this. */
const reviewMs = minute;
/** Directories that are news are asked about so many at a time; the others when they are next spoken of. */
const maxLooks = 8;
/** Of those that a list names, so many at a time: the server has to start up in each. */
const startsAtATime = 2;
/** Directories that have ended and are remembered; more are those of a server that makes them up. */
const OVER_MAX = 500;

export interface LooksParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly client: OpencodeClient;
  /** For the questions about single sessions; shared by all servers. */
  readonly names: Gate;
  /** Whether the server sends too much just now. */
  isTooMuch(): boolean;
  /** The state as it stands; null = the instance is not known any more. */
  known(): Instance | null;
  tell(event: InstanceEvent): void;
  warn(why: string): void;
  /** Of a connection that was opened at `openedAt` (epoch ms). */
  connected(openedAt: number): void;
  notAnswering(since: number): void;
}

/** `unlisted`: nothing but the list of sessions is missing. */
export type Outcome = "whole" | "unlisted" | "gaps" | "hung" | "lost";

export interface Looks {
  /** One picture of the server's own directory; `how` is told when there is an answer. */
  look(signal: AbortSignal, how: () => void): Promise<Outcome>;
  /** For as long as a stream is followed, whose connection is given up where nothing is answered. */
  during(connection: AbortController, openedAt: number): StreamLooks;
  /** Resolves when nothing is asked any more. */
  end(): Promise<void>;
}

export interface StreamLooks {
  /** Looks at everything. */
  begin(): void;
  /** Looks at everything again after messages were lost; what nobody looks at is not known any more. */
  again(): void;
  /** After a message has been told. */
  heard(message: Message): void;
  /** Resolves when nothing is asked any more; after its connection has aborted that is soon. */
  ended(): Promise<void>;
}

export function createLooks(parts: LooksParts): Looks {
  const { host, client, known, tell, warn } = parts;
  const names: Names = createNames({
    ...{ host, client, known, gate: parts.names },
    isTooMuch: () => parts.isTooMuch(),
    tell: (message) => tell({ type: "message", message }),
  });
  /** Directories that the server has named, beside its own. */
  const directories = new Set<string>();
  /** Those of them where it has ended: asking about one would make it start up there again. */
  const over = new Set<string>();
  let own = "";
  let pictures = 0;

  /** One picture of one directory; "" = the server's own. `named`: what its list calls for, to be asked about too. */
  async function look(
    directory: string,
    signal: AbortSignal,
    how: () => void,
  ): Promise<{ readonly outcome: Outcome; readonly named: readonly string[] }> {
    const number = ++pictures;
    tell({ type: "asking", number });
    const ask = { host, client, signal, warn };
    const [asked, told] = await Promise.all([
      askPicture({ ...ask, directory }),
      directory === "" && own === "" ? askDirectory(ask) : own,
    ]);
    if (asked.isLost) return closed(number, directory, "lost");
    if (signal.aborted || asked.isHung) return closed(number, directory, "hung");
    how();
    // What it has answered is of a directory that is not known yet, and would be taken for true of all.
    if (told === null) return closed(number, directory, "gaps");
    if (directory === "" && told !== own) tell({ type: "about", directory: own = told });
    const picture = names.withoutGone({ ...asked.picture, directory: directory || own });
    tell({ type: "picture", number, picture });
    names.ask();
    const { sessions, statuses, permissions, questions } = picture;
    const isKnown = [statuses, permissions, questions].every(({ kind }) => kind !== "unknown");
    const outcome = !isKnown ? "gaps" : sessions.kind === "unknown" ? "unlisted" : "whole";
    const named = directory === "" && own !== "" && sessions.kind === "known"
      ? directoriesLately(sessions.value, own, host.now())
      : [];
    return { outcome, named };
  }

  /** Every picture that was announced comes, if only to say that nothing is known. */
  function closed(number: number, directory: string, outcome: "gaps" | "hung" | "lost") {
    const nothing = { kind: "unknown" } as const;
    const parts = { sessions: nothing, statuses: nothing, permissions: nothing, questions: nothing };
    const picture = { directory: directory || own, ...parts, todos: {}, tools: {} };
    tell({ type: "picture", number, picture });
    return { outcome, named: [] };
  }

  function during(connection: AbortController, openedAt: number): StreamLooks {
    const { signal } = connection;
    /** By directory. */
    const looking = new Map<string, Promise<void>>();
    const starts = createTurns(startsAtATime);
    let reviewing: Promise<void> | null = null;

    /** Until all that was asked has been answered, or the stream is given up. `first` is told after the first answer. */
    async function lookUntilWhole(directory: string, first: () => void): Promise<void> {
      for (let waitMs = gapMs; !signal.aborted; waitMs = Math.min(2 * waitMs, longestGapMs)) {
        const askedAt = host.now();
        const { outcome, named } = await look(directory, signal, () => parts.connected(openedAt));
        first();
        if (signal.aborted) return;
        stir();
        for (const one of named) lookAround(one);
        // One that starts up takes its time, which says nothing of the server.
        const isUseless = outcome === "lost" || outcome === "hung" && directory === "";
        // A list that is too long, or too slow, stays so mostly, and costs most of all; those that matter have names without it.
        if (outcome === "whole" || outcome === "unlisted" && waitMs >= longestListGapMs) return;
        if (isUseless) {
          if (outcome === "hung") parts.notAnswering(askedAt);
          connection.abort();
          return;
        }
        await host.sleep(waitMs, signal);
      }
    }

    function lookAt(directory: string): Promise<void> {
      if (signal.aborted || looking.has(directory)) return Promise.resolve();
      const { promise: first, resolve } = Promise.withResolvers<void>();
      const all = lookUntilWhole(directory, resolve).finally(() => {
        looking.delete(directory);
        resolve();
      });
      looking.set(directory, all);
      return first;
    }

    /** A directory that a list names. */
    function lookAround(directory: string): void {
      if (directories.has(directory) || over.has(directory) || directories.size >= DIRECTORIES_MAX) return;
      directories.add(directory);
      starts.take(() => directories.has(directory) ? lookAt(directory) : Promise.resolve());
    }

    function isNews(directory: string): boolean {
      if (directory === "" || directory === "global" || own === "" || directory === own) return false;
      return !directories.has(directory) && directories.size < DIRECTORIES_MAX && looking.size < maxLooks;
    }

    /** From now until nothing goes on. */
    function stir(): void {
      if (reviewing !== null || signal.aborted) return;
      const instance = known();
      if (instance === null || !somethingGoesOn(instance)) return;
      reviewing = review().finally(() => reviewing = null);
    }

    async function review(): Promise<void> {
      await host.sleep(reviewMs, signal);
      const instance = known();
      if (instance === null || !somethingGoesOn(instance)) return;
      for (const directory of ["", ...directories]) lookAt(directory);
    }

    return {
      begin() {
        for (const directory of ["", ...directories]) lookAt(directory);
      },

      again() {
        if (signal.aborted) return;
        if (own !== "") tell({ type: "known-only", directories: [own, ...directories] });
        // What is being asked just now may be answered with what was before.
        for (const directory of ["", ...directories]) {
          const asking = looking.get(directory);
          if (asking === undefined) lookAt(directory);
          else asking.then(() => lookAt(directory));
        }
      },

      heard(message) {
        names.heard(message);
        const { directory } = message;
        if (message.type === "disposed") {
          const ended = directory === "" ? [...directories] : [directory];
          for (const one of ended) {
            directories.delete(one);
            if (over.size < OVER_MAX) over.add(one);
          }
        } else {
          over.delete(directory);
          if (isNews(directory)) {
            directories.add(directory);
            lookAt(directory);
          }
        }
        stir();
      },

      async ended() {
        await Promise.all([...looking.values(), reviewing]);
      },
    };
  }

  return {
    look: async (signal, how) => (await look("", signal, how)).outcome,
    during,
    end: () => names.end(),
  };
}
