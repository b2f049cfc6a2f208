/**
 * Follows the event stream of one server for as long as it is open: passes on its messages, and has the full state fetched at
 * the beginning and after messages were dropped.
 */
import type { Instance } from "../../../core/agents/opencode/instance.ts";
import type { StreamMessage } from "../../../core/agents/opencode/stream_message.ts";
import { parseStreamMessage } from "../../../core/agents/opencode/wire/parse_stream_message.ts";
import type { Host } from "../../../host/host.ts";
import type { FullStateSchedule } from "../full_state/full_state_schedule.ts";
import type { OpencodeClient } from "../opencode_client.ts";
import { createOverloadRecovery, type OverloadRecovery } from "./overload_recovery.ts";
import { readEventStream } from "./read_event_stream.ts";
import type { StreamTime } from "./stream_time_share.ts";
import { createSilenceWatch } from "./stream_silence.ts";
import { second } from "../../../core/time/units.ts";

/** The server's first message says that it has begun to send; after this time it is asked without that. */
const FIRST_MESSAGE_MS = second;

export interface StreamFollowerParts {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep">;
  readonly client: OpencodeClient;
  /** Shared by all servers. */
  readonly readingTime: StreamTime;
  readonly schedule: FullStateSchedule;
  /** For the log: "127.0.0.1:4096". */
  readonly name: string;
  /** The state that the events add up to; null = there is none any more. */
  currentInstance(): Instance | null;
  message(message: StreamMessage): void;
  warn(why: string): void;
  /** By a stream that was opened at `openedAt` (epoch ms). */
  connected(openedAt: number): void;
  notAnswering(since: number): void;
}

export interface StreamFollower {
  /** Whether more comes than can be read, or messages were dropped and no full state has been fetched since. */
  isOverloaded(): boolean;
  /** Resolves when the stream has ended, is taken for broken, or has sent too much for long. */
  follow(body: ReadableStream<Uint8Array>, connection: AbortController): Promise<"ended" | "too-much">;
}

export function createStreamFollower(parts: StreamFollowerParts): StreamFollower {
  const { host, client, readingTime, name, currentInstance, warn } = parts;
  /** Whether the last stream was given up because it sent too much. */
  let isGivenUp = false;
  let recovery: OverloadRecovery | null = null;

  async function follow(
    body: ReadableStream<Uint8Array>,
    connection: AbortController,
  ): Promise<"ended" | "too-much"> {
    const { signal } = connection;
    const share = readingTime.share();
    const begun = Promise.withResolvers<void>();
    const openedAt = host.now();
    const schedule = parts.schedule.duringStream(connection, openedAt);
    const ownRecovery = createOverloadRecovery(host, {
      share,
      refetch: () => schedule.refetchAll(),
      signal,
    });
    recovery = ownRecovery;
    const silence = createSilenceWatch({
      ...{ host, client, name, connection },
      notAnswering: (since) => parts.notAnswering(since),
      answeringAgain: () => parts.connected(openedAt),
    });

    function event(data: string): void {
      begun.resolve();
      const parsed = parseStreamMessage(data);
      if (parsed.kind === "malformed") warn(parsed.why);
      if (parsed.kind !== "message" || signal.aborted) return;
      const { message, odd } = parsed;
      if (odd !== undefined) warn(odd);
      const leftOut = currentInstance()?.leftOut;
      parts.message(message);
      schedule.afterMessage(message);
      ownRecovery.messageRead(currentInstance()?.leftOut !== leftOut);
    }

    const reading = readEventStream(body, {
      event,
      signOfLife: () => silence.signOfLife(),
      eventTooLong: () => warn("a message of the stream is too long"),
      eventsDropped() {
        begun.resolve();
        warn("it sends more than can be read: some of it is dropped");
        ownRecovery.messagesDropped();
      },
    }, { host, share, signal }).finally(() => connection.abort());
    const watching = silence.run();
    await Promise.race([begun.promise, host.sleep(FIRST_MESSAGE_MS, signal)]);
    if (isGivenUp) schedule.refetchAll();
    else schedule.fetchAll();
    isGivenUp = false;
    const [how] = await Promise.all([reading, watching]);
    await Promise.all([schedule.ended(), ownRecovery.ended()]);
    isGivenUp = how === "too-much";
    return how;
  }

  return { isOverloaded: () => isGivenUp || recovery?.isRecovering() === true, follow };
}
