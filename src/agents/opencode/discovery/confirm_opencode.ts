/** Whether an OpenCode server listens at an address: its answer about its health says so. */
import { parseHealth, parseSessions } from "../../../core/agents/opencode/wire/parse_responses.ts";
import type { Host } from "../../../host/host.ts";
import type { OpencodeClient, RequestResult } from "../opencode_client.ts";

export type Confirmation =
  /** `version`: "" = it does not say. */
  | { readonly kind: "opencode"; readonly version: string }
  /** An OpenCode that wants a password, or another one. */
  | { readonly kind: "locked" }
  /** It takes connections and answers nothing. */
  | { readonly kind: "silent" }
  /** Something else. */
  | { readonly kind: "other" }
  /** Nobody listens, or it broke off: it may just be starting. */
  | { readonly kind: "nobody" };

/**
 * A request in the first instant of a server may never be answered, so more are sent before the first has run out of time; in ms
 * from the first.
 */
const ASKED_AT_MS = [0, 250, 1_000, 2_500];

/** `isNamed`: a process of OpenCode's name listens there, so one that knows no health question yet is taken for an older one. */
export async function confirmOpencode(
  host: Pick<Host, "sleep">,
  client: OpencodeClient,
  { isNamed, signal }: { readonly isNamed: boolean; readonly signal: AbortSignal },
): Promise<Confirmation> {
  const result = await firstHealth(host, client, signal);
  switch (result.kind) {
    case "late":
      return { kind: "silent" };
    case "locked":
      return result.isOpencode ? { kind: "locked" } : { kind: "other" };
    case "nobody":
    case "broken":
      return { kind: "nobody" };
    case "response": {
      const health = parseHealth(result);
      if (health.kind === "known") return { kind: "opencode", version: health.value.version };
      // One before 1.1 asks the network for what it does not know, and fails (500) where there is none.
      const isUnknown = health.kind === "absent" || result.status === 500;
      if (!isNamed || !isUnknown) return { kind: "other" };
      const sessions = await client.get("/session", { signal });
      const isOlder = sessions.kind === "response" && parseSessions(sessions).kind === "known";
      return isOlder ? { kind: "opencode", version: "" } : { kind: "other" };
    }
  }
}

/** The first that is not "late"; "late" where all are. */
async function firstHealth(
  host: Pick<Host, "sleep">,
  client: OpencodeClient,
  signal: AbortSignal,
): Promise<RequestResult> {
  const done = new AbortController();
  const stop = () => done.abort();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const first = Promise.withResolvers<RequestResult>();
  const asked = ASKED_AT_MS.map(async (afterMs): Promise<void> => {
    if (afterMs > 0) await host.sleep(afterMs, done.signal);
    if (done.signal.aborted) return;
    const result = await client.get("/global/health", { signal: done.signal });
    if (result.kind !== "late") first.resolve(result);
  });
  try {
    return await Promise.race([
      first.promise,
      // All have to end, or the first alone: a server that hangs is known for it after one time limit.
      Promise.race([asked[0], Promise.all(asked)]).then((): RequestResult => ({ kind: "late" })),
    ]);
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
    await Promise.all(asked);
  }
}
