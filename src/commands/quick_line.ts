/**
 * `status --line` and `status --format`, asked of the running program before anything else is loaded: prompts and bars run them all the
 * time. Whatever is not as usual (no program, another login, an odd answer) is left to the usual way, which says what is wrong.
 */
import type { Host } from "../host/host.ts";

export interface QuickLineParts {
  readonly host: Pick<Host, "httpClient" | "uid"> & { readonly files: Pick<Host["files"], "read" | "lstat"> };
  /** `server.json`. */
  readonly serverFile: string;
  /** As `Provider.surroundings`. */
  readonly surroundings: (salt: string) => Promise<string>;
}

/** What the arguments ask for; `template`: null = the usual line. */
export interface QuickLine {
  readonly template: string | null;
}

const maxServerFileBytes = 4096;
const answerMs = 1_000;

/** Null = the arguments are not of the simple forms. */
export function quickLineIn(args: readonly string[]): QuickLine | null {
  const [command, form, template, ...more] = args;
  if (command !== "status" || more.length > 0) return null;
  if (form === "--line" && template === undefined) return { template: null };
  return form === "--format" && template !== undefined ? { template } : null;
}

/** Null = it has to be found out in the usual way. Never rejects. */
export async function quickLine(
  { host, serverFile, surroundings }: QuickLineParts,
  { template }: QuickLine,
): Promise<string | null> {
  const client = host.httpClient({});
  try {
    // Another user's program is not talked to.
    if ((await host.files.lstat(serverFile))?.owner !== host.uid) return null;
    const { url, token } = textsIn(JSON.parse(await host.files.read(serverFile, maxServerFileBytes) ?? "{}"));
    if (url === undefined || token === undefined || !/^http:\/\/127\.0\.0\.1:\d+$/.test(url)) return null;
    const call = async (method: string, params: unknown, field: string) => {
      const response = await client.fetch(`${url}/rpc`, {
        method: "POST",
        headers: { "authorization": `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
        signal: AbortSignal.timeout(answerMs),
      });
      return textsIn(resultOf(await response.json()))[field];
    };
    const salt = crypto.randomUUID();
    const [ours, theirs, text] = await Promise.all([
      surroundings(salt),
      call("login.surroundings", { salt }, "hash"),
      call("status.line", template === null ? {} : { template }, "text"),
    ]);
    return ours === theirs ? text ?? null : null;
  } catch {
    return null;
  } finally {
    client.close();
  }
}

function resultOf(answer: unknown): unknown {
  return typeof answer === "object" && answer !== null && "result" in answer ? answer.result : null;
}

/** Its fields that are texts. A library for it would take longer to load than everything else here. */
function textsIn(value: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => typeof each === "string" ? [[key, each]] : []),
  );
}
