/** Whether the program runs and answers, and whether it can listen on this machine at all. */
import * as z from "zod";
import { parseJson } from "../../core/text/json.ts";
import type { Host } from "../../host/host.ts";
import { readBody } from "../../net/read_body.ts";
import { findRunning, readServerFile } from "../../server/server_file.ts";
import { type Check, type Examination, ok, problem, warning } from "./check.ts";

const ANSWER_MS = 1_000;
const MAX_HEALTH_BYTES = 4096;

const health = z.object({ status: z.literal("ok"), version: z.string().max(40) });

export async function runningCheck(exam: Examination): Promise<Check> {
  const { host, files, says, platform, runtime } = exam;
  const address = await readServerFile(host, files.server);
  if (address === null) {
    const isThere = await host.files.stat(files.server).catch(() => null) !== null;
    return isThere
      ? warning("running", says.senseless(files.server), says.deleteFile(files.server))
      : ok("running", says.notRunning);
  }
  const { pid } = address;
  const port = Number(new URL(address.url).port);
  const [running, answer] = await Promise.all([
    findRunning(host, files.server),
    askHealth(host, address.url),
  ]);
  if (running !== null) {
    if (answer.kind !== "health") return warning("running", says.noHealth(port), says.startAnew);
    return answer.version === runtime.version
      ? ok("running", says.running(pid, port))
      : warning("running", says.runningOther(pid, answer.version), says.startAnew);
  }
  switch (answer.kind) {
    case "nobody":
      return ok("running", says.staleServerFile(pid));
    case "silent":
      if (platform.os !== "linux") {
        // Names no process, because this system does not tell which process has that id now.
        return problem("running", says.silent(port, files.server), says.endByName(platform.os, files.server));
      }
      if (isOurs(host.kernel.read(`/proc/${pid}/comm`))) {
        return problem("running", says.hangs(pid, port), says.endProcess(pid));
      }
      return problem("running", says.takenByOther(port, files.server), says.deleteFile(files.server));
    case "other":
    case "health":
      return problem("running", says.takenByOther(port, files.server), says.deleteFile(files.server));
  }
}

/**
 * Compares the process's name. PIDs are reused: do not end another process. A program that runs from source is called
 * `deno`.
 */
function isOurs(name: string | null): boolean {
  return /^(?:claudeminder|opencode-eventd|deno)/.test(name ?? "");
}

type HealthAnswer =
  | { readonly kind: "health"; readonly version: string }
  /** Something else answers than this program would. */
  | { readonly kind: "other" }
  | { readonly kind: "silent" }
  | { readonly kind: "nobody" };

/** Asks without a token. */
async function askHealth(host: Pick<Host, "httpClient" | "connect">, url: string): Promise<HealthAnswer> {
  const client = host.httpClient({});
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    const response = await client.fetch(`${url}/health`, { signal, redirect: "manual" });
    const parsed = health.safeParse(parseJson(await readBody(response, MAX_HEALTH_BYTES, signal) ?? ""));
    return parsed.success ? { kind: "health", version: parsed.data.version } : { kind: "other" };
  } catch {
    if (signal.aborted) return { kind: "silent" };
    const { hostname, port } = new URL(url);
    const isOpen = await host.connect({ hostname, port: Number(port) }, { timeoutMs: ANSWER_MS })
      .then(() => true, () => false);
    return { kind: isOpen ? "other" : "nobody" };
  } finally {
    client.close();
  }
}

/** Opens a port as the running program does, and sends itself a request. */
export async function loopbackCheck({ host, says }: Examination): Promise<Check> {
  const client = host.httpClient({});
  try {
    const server = await host.serve({ hostname: "127.0.0.1", port: 0 }, () => new Response("ok"));
    try {
      const url = `http://127.0.0.1:${server.port}/`;
      const response = await client.fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
      const isOurs = await response.text() === "ok";
      if (isOurs) return ok("loopback", says.loopbackOpens(server.port));
    } finally {
      await server.close();
    }
  } catch {
    // The reason does not matter here: the remedy is always the same.
  } finally {
    client.close();
  }
  return problem("loopback", says.loopbackFails, says.allowLoopback);
}
