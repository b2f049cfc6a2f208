/** How long a request to a sidecar lasts. */
import { ReasonError } from "../../core/reason_error.ts";
import type { Host } from "../../host/host.ts";
import type { RunningSidecar } from "../sidecars_port.ts";

export interface WorkLife {
  readonly signal: AbortSignal;
  end(): void;
  /** It goes on after whoever has asked for it has gone. */
  detach(): void;
  /** Leaves nothing of it behind. */
  done(): void;
}

/** Ends when `asker` aborts, with its reason, and some time after the sidecar has ended or was told to. */
export function workLife(
  host: Pick<Host, "sleep">,
  { ended, lastWordsMs }: Pick<RunningSidecar, "ended" | "lastWordsMs">,
  asker: AbortSignal | undefined,
): WorkLife {
  const life = new AbortController();
  const over = new AbortController();
  const end = () => life.abort(new ReasonError({ about: "sidecar", kind: "connection-lost" }));
  const leave = () => life.abort(asker?.reason);
  const endSoon = async () => {
    await host.sleep(lastWordsMs, over.signal);
    if (!over.signal.aborted) end();
  };
  asker?.addEventListener("abort", leave, { once: true });
  if (asker?.aborted === true) leave();
  ended.addEventListener("abort", endSoon, { once: true });
  if (ended.aborted) void endSoon();
  const detach = () => asker?.removeEventListener("abort", leave);
  return {
    signal: life.signal,
    end,
    detach,
    done() {
      detach();
      ended.removeEventListener("abort", endSoon);
      over.abort();
    },
  };
}
