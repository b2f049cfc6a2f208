/**
 * How long an event stream may be silent: without a heartbeat the server is asked whether it is well, and after a longer silence
 * its stream is taken for broken.
 */
import { getLogger } from "@logtape/logtape";
import type { Host } from "../../../host/host.ts";
import type { OpencodeClient } from "../opencode_client.ts";
import { second } from "../../../core/time/units.ts";

const log = getLogger(["claudeminder", "opencode"]);

/** A server sends a heartbeat every 10 s. After this silence it is asked whether it is well. */
const ASK_AFTER_MS = 12 * second;
/** After this silence the connection is given up. */
const BROKEN_AFTER_MS = 25 * second;

export interface SilenceParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly client: Pick<OpencodeClient, "get">;
  /** For the log: "127.0.0.1:4096". */
  readonly name: string;
  /** Aborted here when the stream is taken for broken. */
  readonly connection: AbortController;
  /** The server has not answered since then, in epoch ms. */
  notAnswering(since: number): void;
  /** After that, something has come from it again. */
  answeringAgain(): void;
}

export interface SilenceWatch {
  /** Something has come from the server, whatever it is. */
  signOfLife(): void;
  /** Resolves when the connection is aborted, here or elsewhere. */
  run(): Promise<void>;
}

export function createSilenceWatch(
  { host, client, name, connection, notAnswering, answeringAgain }: SilenceParts,
): SilenceWatch {
  let lastSignAt = host.now();
  let isNotAnswering = false;

  return {
    signOfLife() {
      lastSignAt = host.now();
      if (isNotAnswering) answeringAgain();
      isNotAnswering = false;
    },

    async run() {
      let isAsked = false;
      while (!connection.signal.aborted) {
        const now = host.now();
        // The clock may have been set back.
        lastSignAt = Math.min(lastSignAt, now);
        const silentMs = now - lastSignAt;
        if (silentMs >= BROKEN_AFTER_MS) {
          log.warn("OpenCode at {name}: no sign of life, connecting again", { name });
          connection.abort();
          return;
        }
        if (silentMs < ASK_AFTER_MS) isAsked = false;
        else if (!isAsked) {
          isAsked = true;
          const result = await client.get("/global/health", { signal: connection.signal });
          const isStillSilent = !connection.signal.aborted && host.now() - lastSignAt >= ASK_AFTER_MS;
          if (result.kind === "late" && isStillSilent) {
            isNotAnswering = true;
            notAnswering(now);
          }
          continue;
        }
        await host.sleep((isAsked ? BROKEN_AFTER_MS : ASK_AFTER_MS) - silentMs, connection.signal);
      }
    },
  };
}
