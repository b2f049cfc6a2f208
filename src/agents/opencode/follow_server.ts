/**
 * Follows one OpenCode server: its event stream, a picture of everything at the start and after each reconnect, and for
 * servers without such a stream a picture every 2 s. What it finds out it tells as events of `core/agents/opencode/instance.ts`.
 */
import { getLogger } from "@logtape/logtape";
import type { Instance } from "../../core/agents/opencode/instance.ts";
import type { Reach } from "../../core/agents/program.ts";
import type { InstanceEvent } from "../../core/agents/opencode/instance_event.ts";
import { parseStreamed } from "../../core/agents/opencode/wire/parse_stream_message.ts";
import type { Host } from "../../host/host.ts";
import type { OpencodeClient } from "./opencode_client.ts";
import type { Budget } from "./stream/reading_time.ts";
import type { Gate } from "./request_pacer.ts";
import { readEvents } from "./stream/read_event_stream.ts";
import { createLooks } from "./full_state/full_state_schedule.ts";
import { createMend } from "./stream/overload_recovery.ts";

const log = getLogger(["claudeminder", "opencode"]);

/** Before the first reconnect, the second, ...; a stream that was steady begins again with the first. */
const pausesMs = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
const steadyMs = 10_000;
/** After a stream that was too much, the first time and the next times, each in its turn; then the last of them. */
const tooMuchPausesMs = [500, ...Array<number>(20).fill(1_000), 2_000, 4_000, 8_000, 16_000, 30_000];
/** The server's first message says that it has begun to send; one that says nothing is asked all the same. */
const firstMessageMs = 1_000;
/** A heartbeat comes every 10 s. Without one the server is asked how it is, and then the stream is taken for broken. */
const doubtMs = 12_000;
const brokenMs = 25_000;
const pollMs = 2_000;
/** An older server may have been replaced by a newer one meanwhile. */
const pollsBeforeStream = 30;
/** Whoever wants a password is asked again after this. */
const lockedMs = 10_000;

export interface Followed {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep">;
  /** Shared by all servers. */
  readonly budget: Budget;
  /** For questions about single sessions; shared by all servers. */
  readonly names: Gate;
  readonly client: OpencodeClient;
  /** For the log: "127.0.0.1:4096". */
  readonly name: string;
  /** The state that the events add up to; null = there is none any more. */
  known(): Instance | null;
  tell(event: InstanceEvent): void;
}

/** Resolves when nobody listens there any more, or when the signal aborts. Never rejects for what the server does. */
export async function followServer(followed: Followed, signal: AbortSignal): Promise<void> {
  const { host, budget, names, client, name, known, tell } = followed;
  const warned = new Set<string>();
  let isTooMuch = () => false;
  /** Whether what was dropped of the last stream is still to be made good. */
  let isLost = false;
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

  const looks = createLooks({
    ...{ host, client, names, known, tell, warn },
    isTooMuch: () => isTooMuch(),
    connected: (openedAt) => reach("connected", openedAt),
    notAnswering: (since) => reach("not-answering", since),
  });

  /** Resolves when the stream has ended, is taken for broken, or has been too much for long. */
  async function followStream(
    body: ReadableStream<Uint8Array>,
    connection: AbortController,
  ): Promise<"ended" | "too-much"> {
    const account = budget.account();
    const begun = Promise.withResolvers<void>();
    const openedAt = host.now();
    const streamLooks = looks.during(connection, openedAt);
    const mend = createMend(host, { account, again: () => streamLooks.again(), signal: connection.signal });
    isTooMuch = () => isLost || mend.isMending();
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
      const leftOut = known()?.leftOut;
      tell({ type: "message", message });
      streamLooks.heard(message);
      mend.told(known()?.leftOut !== leftOut);
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
      lost() {
        begun.resolve();
        warn("it sends more than can be read: some of it is dropped");
        mend.lost();
      },
    }, { host, account, signal: connection.signal }).finally(() => connection.abort());
    const watching = watchSilence();
    await Promise.race([begun.promise, host.sleep(firstMessageMs, connection.signal)]);
    if (isLost) streamLooks.again();
    else streamLooks.begin();
    isLost = false;
    const [how] = await Promise.all([reading, watching]);
    await Promise.all([streamLooks.ended(), mend.ended()]);
    return how;
  }

  /** Resolves when another way is worth a try. */
  async function poll(): Promise<"gone" | "lost" | "again"> {
    for (let count = 0; count < pollsBeforeStream && !signal.aborted; count++) {
      const askedAt = host.now();
      const outcome = await looks.look(signal, () => reach("polled"));
      switch (outcome) {
        case "lost":
          return (await client.get("/global/health", { signal })).kind === "nobody" ? "gone" : "lost";
        case "hung":
          if (!signal.aborted) reach("not-answering", askedAt);
          break;
        case "whole":
        case "unlisted":
        case "gaps":
          break;
      }
      await host.sleep(pollMs, signal);
    }
    return "again";
  }

  try {
    let failures = 0, floods = 0;
    while (!signal.aborted) {
      const connection = new AbortController();
      const stop = () => connection.abort();
      signal.addEventListener("abort", stop, { once: true });
      const since = host.now();
      let isFlood = false;
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
            switch (await followStream(stream.body, connection)) {
              case "ended":
                if (host.now() - since >= steadyMs) failures = floods = 0;
                break;
              case "too-much":
                warn("it goes on sending more than can be read: connecting again after a while");
                if (host.now() - since >= steadyMs) floods = 0;
                isFlood = isLost = true;
            }
        }
      } finally {
        signal.removeEventListener("abort", stop);
        connection.abort();
      }
      const pauseMs = isFlood ? entryAt(tooMuchPausesMs, floods++) : entryAt(pausesMs, failures++);
      if (pauseMs > 0) await host.sleep(pauseMs, signal);
    }
  } finally {
    await looks.end();
  }
}

/** The last one for all that come after it. */
function entryAt(all: readonly number[], index: number): number {
  return all[Math.min(index, all.length - 1)] ?? 0;
}
