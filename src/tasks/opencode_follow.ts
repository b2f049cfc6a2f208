/**
 * Follows one OpenCode server: its event stream, a picture of everything at the start and after each reconnect, and for
 * servers without such a stream a picture every 2 s. What it finds out it tells as events of `core/opencode/instance.ts`.
 */
import { getLogger } from "@logtape/logtape";
import type { InstanceEvent, Reach } from "../core/opencode/instance.ts";
import { parseStreamed } from "../core/opencode/streamed.ts";
import type { Host } from "../host.ts";
import type { OpencodeClient } from "../opencode/client.ts";
import { askDirectory, askPicture } from "../opencode/picture.ts";
import { readEvents } from "../opencode/stream.ts";

const log = getLogger(["claudeminder", "opencode"]);

/** Before the first reconnect, the second, ...; a stream that was steady begins again with the first. */
const pausesMs = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
const steadyMs = 10_000;
/** The server's first message says that it has begun to send; one that says nothing is asked all the same. */
const firstMessageMs = 1_000;
/** A heartbeat comes every 10 s. Without one the server is asked how it is, and then the stream is taken for broken. */
const doubtMs = 12_000;
const brokenMs = 25_000;
/** A picture with gaps is asked for again after 5 s, then after twice as long. */
const gapMs = 5_000, longestGapMs = 60_000;
const pollMs = 2_000;
/** An older server may have been replaced by a newer one meanwhile. */
const pollsBeforeStream = 30;
/** Whoever wants a password is asked again after this. */
const lockedMs = 10_000;
/** Directories of one server, beyond its own, that are asked about. */
const maxDirectories = 32;
/** Directories that are news are asked about so many at a time; the others when they are next spoken of. */
const maxLooks = 8;

export interface Followed {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly client: OpencodeClient;
  /** For the log: "127.0.0.1:4096". */
  readonly name: string;
  tell(event: InstanceEvent): void;
}

/** Resolves when nobody listens there any more, or when the signal aborts. Never rejects for what the server does. */
export async function followServer(followed: Followed, signal: AbortSignal): Promise<void> {
  const { host, client, name, tell } = followed;
  const warned = new Set<string>();
  /** Directories that the server has named, beside its own. */
  const directories = new Set<string>();
  let own = "";
  let pictures = 0;
  let reached: Reach["kind"] | null = null;

  /** Each fault once: a server that goes wrong once mostly goes on so. */
  function warn(why: string): void {
    if (warned.has(why) || signal.aborted) return;
    warned.add(why);
    log.warn("OpenCode at {name}: {why}", { name, why });
  }

  /** `since`: epoch ms. */
  function reach(kind: Reach["kind"], since = host.now()): void {
    if (reached === kind) return;
    reached = kind;
    if (kind === "not-answering") log.warn("OpenCode at {name} does not answer", { name });
    else log.info("OpenCode at {name}: {kind}", { name, kind });
    tell({ type: "reach", reach: { kind, since } });
  }

  /** One picture of one directory; "" = the server's own. `how` is told when there is an answer. */
  async function look(
    directory: string,
    signal: AbortSignal,
    how: () => void,
  ): Promise<"whole" | "gaps" | "hung" | "lost"> {
    const number = ++pictures;
    tell({ type: "asking", number });
    const ask = { host, client, signal, warn };
    const [asked, named] = await Promise.all([
      askPicture({ ...ask, directory }),
      directory === "" && own === "" ? askDirectory(ask) : own,
    ]);
    if (asked.isLost) return closed(number, directory, "lost");
    if (signal.aborted || asked.isHung) return closed(number, directory, "hung");
    how();
    if (directory === "" && named !== own) tell({ type: "about", directory: own = named });
    const { picture } = asked;
    tell({ type: "picture", number, picture: { ...picture, directory: directory || own } });
    const { sessions, statuses, permissions, questions } = picture;
    return [sessions, statuses, permissions, questions].some(({ kind }) => kind === "unknown")
      ? "gaps"
      : "whole";
  }

  /** Every picture that was announced comes, if only to say that nothing is known. */
  function closed<T>(number: number, directory: string, outcome: T): T {
    const nothing = { kind: "unknown" } as const;
    const parts = { sessions: nothing, statuses: nothing, permissions: nothing, questions: nothing };
    const picture = { directory: directory || own, ...parts, todos: {}, tools: {} };
    tell({ type: "picture", number, picture });
    return outcome;
  }

  /** Until all that was asked has been answered, or the stream is given up. */
  async function lookUntilWhole(
    directory: string,
    connection: AbortController,
    openedAt: number,
  ): Promise<void> {
    for (let waitMs = gapMs; !connection.signal.aborted; waitMs = Math.min(2 * waitMs, longestGapMs)) {
      const askedAt = host.now();
      const outcome = await look(directory, connection.signal, () => reach("connected", openedAt));
      if (connection.signal.aborted || outcome === "whole") return;
      if (outcome === "hung" || outcome === "lost") {
        if (outcome === "hung") reach("not-answering", askedAt);
        connection.abort();
        return;
      }
      await host.sleep(waitMs, connection.signal);
    }
  }

  /** Resolves when the stream has ended, or is taken for broken. */
  async function followStream(body: ReadableStream<Uint8Array>, connection: AbortController): Promise<void> {
    const begun = Promise.withResolvers<void>();
    const looks = new Set<Promise<void>>();
    const openedAt = host.now();
    let heardAt = openedAt;
    let isQuiet = false;
    // What happened before this stream was opened, none has told of.
    if (reached === "connected") reached = null;

    function event(data: string): void {
      begun.resolve();
      const streamed = parseStreamed(data);
      if (streamed.kind === "malformed") warn(streamed.why);
      if (streamed.kind !== "message" || connection.signal.aborted) return;
      const { message, odd } = streamed;
      if (odd !== undefined) warn(odd);
      tell({ type: "message", message });
      const { directory } = message;
      if (message.type === "disposed") {
        // Asking about it now would make the server start up there again.
        if (directory === "") directories.clear();
        else directories.delete(directory);
      } else if (isNews(directory)) {
        directories.add(directory);
        beginLook(directory);
      }
    }

    function beginLook(directory: string): void {
      const look = lookUntilWhole(directory, connection, openedAt).finally(() => looks.delete(look));
      looks.add(look);
    }

    function isNews(directory: string): boolean {
      if (directory === "" || directory === "global" || own === "" || directory === own) return false;
      return !directories.has(directory) && directories.size < maxDirectories && looks.size < maxLooks;
    }

    async function watchSilence(): Promise<void> {
      let asked = false;
      while (!connection.signal.aborted) {
        const now = host.now();
        // The clock may have been set back.
        heardAt = Math.min(heardAt, now);
        const quietMs = now - heardAt;
        if (quietMs >= brokenMs) {
          log.warn("OpenCode at {name}: no sign of life, connecting again", { name });
          connection.abort();
          return;
        }
        if (quietMs < doubtMs) asked = false;
        else if (!asked) {
          asked = true;
          const answer = await client.get("/global/health", { signal: connection.signal });
          if (answer.kind === "late" && !connection.signal.aborted && host.now() - heardAt >= doubtMs) {
            isQuiet = true;
            reach("not-answering", now);
          }
          continue;
        }
        await host.sleep((asked ? brokenMs : doubtMs) - quietMs, connection.signal);
      }
    }

    const reading = readEvents(body, {
      event,
      sign() {
        heardAt = host.now();
        if (isQuiet) reach("connected", openedAt);
        isQuiet = false;
      },
      dropped: () => warn("a message of the stream is too long"),
    }).finally(() => connection.abort());
    const watching = watchSilence();
    await Promise.race([begun.promise, host.sleep(firstMessageMs, connection.signal)]);
    for (const directory of ["", ...directories]) beginLook(directory);
    await Promise.all([reading, watching]);
    await Promise.all(looks);
  }

  /** Resolves when another way is worth a try. */
  async function poll(): Promise<"gone" | "lost" | "again"> {
    for (let count = 0; count < pollsBeforeStream && !signal.aborted; count++) {
      const askedAt = host.now();
      const outcome = await look("", signal, () => reach("polled"));
      switch (outcome) {
        case "lost":
          return (await client.get("/global/health", { signal })).kind === "nobody" ? "gone" : "lost";
        case "hung":
          if (!signal.aborted) reach("not-answering", askedAt);
          break;
        case "whole":
        case "gaps":
          break;
      }
      await host.sleep(pollMs, signal);
    }
    return "again";
  }

  let failures = 0;
  while (!signal.aborted) {
    const connection = new AbortController();
    const stop = () => connection.abort();
    signal.addEventListener("abort", stop, { once: true });
    const since = host.now();
    try {
      const stream = await client.events(connection.signal);
      switch (stream.kind) {
        case "nobody":
          return;
        case "locked":
          reach("locked");
          await host.sleep(lockedMs, signal);
          continue;
        case "late":
        case "broken":
          if (stream.kind === "broken") warn(stream.why);
          if (!signal.aborted) reach("not-answering", since);
          break;
        case "none":
          switch (await poll()) {
            case "gone":
              return;
            case "lost":
              break;
            case "again":
              failures = 0;
              continue;
          }
          break;
        case "stream":
          await followStream(stream.body, connection);
          if (host.now() - since >= steadyMs) failures = 0;
      }
    } finally {
      signal.removeEventListener("abort", stop);
      connection.abort();
    }
    const pauseMs = pausesMs[Math.min(failures++, pausesMs.length - 1)] ?? 0;
    if (pauseMs > 0) await host.sleep(pauseMs, signal);
  }
}
