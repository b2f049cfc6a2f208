/** Whether a sidecar that speaks HTTP is well: its health page answers with a status of success. How it is asked to end over HTTP. */
import { ReasonError } from "../core/reason_error.ts";
import { second } from "../core/time/units.ts";
import type { Host, HttpClient } from "../host/host.ts";
import { withinTime } from "../host/time_limit.ts";
import { lastWords } from "./passthrough/sidecar_http.ts";

export interface HttpSidecar {
  readonly host: Pick<Host, "sleep">;
  readonly client: HttpClient;
  /** Full URL of the page. */
  readonly url: string;
  /** Null = it has none. */
  readonly token: string | null;
}

/** Rejects with a `ReasonError` where it is not well, or does not answer within `limitMs`; or with the signal's reason. */
export async function checkHttp(sidecar: HttpSidecar, limitMs: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  try {
    await withinTime(lookAtPage(sidecar, over.signal), {
      host: sidecar.host,
      limitMs,
      signal,
      late: () => new ReasonError({ about: "sidecar", kind: "no-answer", seconds: limitMs / second }),
    });
  } finally {
    over.abort();
  }
}

/** Asks it to end. Resolves when it has answered, but after `limitMs` at the latest. Never rejects. */
export async function askHttpToEnd(sidecar: HttpSidecar, limitMs: number): Promise<void> {
  const over = new AbortController();
  // Where it is not reached, it is told by a signal.
  const asked = request(sidecar, "POST", over.signal).then(({ body }) => body?.cancel()).catch(() => {});
  await Promise.race([asked, sidecar.host.sleep(limitMs, over.signal)]);
  over.abort();
}

async function request(
  { client, url, token }: HttpSidecar,
  method: "GET" | "POST",
  signal: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  try {
    // Where it leads elsewhere is not this sidecar.
    return await client.fetch(url, { method, headers, signal, redirect: "manual" });
  } catch (error) {
    throw new ReasonError({ about: "sidecar", kind: "no-connection", why: lastWords(error) });
  }
}

async function lookAtPage(sidecar: HttpSidecar, signal: AbortSignal): Promise<void> {
  const { ok, status, body } = await request(sidecar, "GET", signal);
  // What else it says is its own affair: "degraded" is well, too.
  await body?.cancel();
  if (!ok) throw new ReasonError({ about: "sidecar", kind: "odd-status", status });
}
