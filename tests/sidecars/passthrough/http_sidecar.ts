/** An HTTP sidecar in the test's process, which answers as a test says. */
import { denoHost } from "../../../src/host/deno_host.ts";
import type { RunningSidecar } from "../../../src/sidecars/sidecars_port.ts";

export const real = denoHost();

export interface HttpSidecar {
  readonly sidecar: RunningSidecar;
  /** What has come, without what every request has. */
  readonly requests: readonly Request[];
  /** Its process ends, or is told to. */
  end(): void;
}

/** Runs `work` beside a sidecar that answers with `answer`. `gone` aborts when whoever asks has gone. */
export async function withHttpSidecar(
  answer: (request: Request, gone: AbortSignal) => Promise<Response> | Response,
  work: (http: HttpSidecar) => Promise<void>,
  token: string | null = null,
): Promise<void> {
  const requests: Request[] = [];
  const ended = new AbortController();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const body = await request.text();
    const { method, headers } = request;
    const kept = new Request(request.url, { method, headers, ...(body === "" ? {} : { body }) });
    requests.push(kept.clone());
    return await answer(kept, request.signal);
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  try {
    await work({
      sidecar: { name: "agents", url, token, rpc: null, ended: ended.signal, lastWordsMs: 5_000 },
      requests,
      end: () => ended.abort(),
    });
  } finally {
    await server.shutdown();
  }
}
