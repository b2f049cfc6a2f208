/** Methods about sidecars: how they are, starting and ending them, what they print, and passing calls on to them. */
import * as z from "zod";
import { ReasonError } from "../../core/reason_error.ts";
import { listedSidecar } from "../../core/sidecars/sidecar_json.ts";
import { urlPath } from "../../core/sidecars/sidecar_settings.ts";
import type { Sidecar } from "../../core/sidecars/sidecar_state.ts";
import { isoTime } from "../../core/time/iso_time.ts";
import { second } from "../../core/time/units.ts";
import type { LogLine } from "../../sidecars/sidecars_port.ts";
import { done } from "../schemas/shape.ts";
import { type Method, method, type MethodEntry, noParams, type RpcParts } from "./method.ts";
import { rpcError } from "./sidecar_errors.ts";

const schemas = () => import("../schemas/sidecar_schema.ts");

/** How often it is looked whether there are new lines, in ms. */
const LOOK_MS = 200;
const MAX_LINES = 200;
const MAX_WAIT_SECONDS = 60;

const name = z.string();
const stream = z.string().regex(/^[\w.:-]{1,100}$/, "letters, digits and ._:- only, at most 100")
  .exactOptional().describe("the id for its events; by default a new one");
const path = z.string().max(8_000).regex(urlPath, "must begin with one /, without blanks and \\")
  .describe("from the root of the sidecar");

export const sidecarMethods: readonly Method[] = [
  method({
    name: "sidecar.list",
    does: "Gives the sidecars of the settings, and how each of them is.",
    params: noParams,
    answer: async () => {
      const { listedSidecar } = await schemas();
      return z.strictObject({ sidecars: z.array(listedSidecar).readonly() });
    },
    call: (_, parts) => ({ sidecars: known(parts).map((sidecar) => listed(sidecar, parts)) }),
  }),
  about({
    name: "sidecar.status",
    does: "Says how a sidecar is.",
    params: z.strictObject({ name }),
    answer: async () => (await schemas()).listedSidecar,
    call: (given, parts) => statusOf(given.name, parts),
  }),
  about({
    name: "sidecar.start",
    does:
      "Starts a sidecar, as a person does: an open circuit breaker is closed. Answers once it is being started.",
    params: z.strictObject({ name }),
    answer: () => done,
    async call(given, parts) {
      await parts.sidecars.start(given.name);
      return { success: true };
    },
  }),
  about({
    name: "sidecar.ensureRunning",
    does: "Starts a sidecar where it does not run, and answers once it is well.",
    params: z.strictObject({ name }),
    answer: async () => (await schemas()).readySidecar,
    async call(given, parts, gone) {
      const { url } = await orGone(parts.sidecars.ensureRunning(given.name), gone);
      return { baseUrl: url, ...statusOf(given.name, parts) };
    },
  }),
  about({
    name: "sidecar.stop",
    does: "Ends a sidecar, and answers when all its processes are gone.",
    params: z.strictObject({ name }),
    answer: () => done,
    async call(given, parts, gone) {
      await orGone(parts.sidecars.stop(given.name), gone);
      return { success: true };
    },
  }),
  about({
    name: "sidecar.restart",
    does: "Ends a sidecar and starts it, as a person does.",
    params: z.strictObject({ name }),
    answer: () => done,
    async call(given, parts, gone) {
      await orGone(parts.sidecars.restart(given.name), gone);
      return { success: true };
    },
  }),
  about({
    name: "sidecar.logs",
    does:
      `Gives the last lines that a sidecar has printed, at most ${MAX_LINES}. With \`after\` and \`wait_seconds\` it ` +
      "waits for newer ones, so that a program can follow.",
    params: z.strictObject({
      name,
      lines: z.int().min(1).max(MAX_LINES).exactOptional().describe("how many at most"),
      after: z.int().min(0).exactOptional().describe("only those with a higher number"),
      wait_seconds: z.number().min(0).max(MAX_WAIT_SECONDS).exactOptional()
        .describe("how long to wait where there are none"),
    }),
    answer: async () => z.strictObject({ lines: z.array((await schemas()).logLine).readonly() }),
    async call({ name, lines = MAX_LINES, after, wait_seconds = 0 }, { host, sidecars }, gone) {
      for (let left = wait_seconds * second;; left -= LOOK_MS) {
        const found = await sidecars.logs(name, after);
        if (found.length > 0 || left <= 0 || gone.aborted) return { lines: found.slice(-lines).map(lineOf) };
        await host.sleep(Math.min(LOOK_MS, left), gone);
      }
    },
  }),
  about({
    name: "sidecar.call",
    does:
      "Calls a method of a sidecar that speaks JSON-RPC, and gives its result or its error as they are. Chunks come " +
      "as events. It lasts as long as the sidecar takes, and ends when whoever calls has gone.",
    params: z.strictObject({
      name,
      method: z.string().min(1).max(1_000),
      params: z.unknown().optional().describe("for the method"),
      stream,
    }),
    answer: () => z.unknown().describe("its result"),
    call: (given, { sidecars }, gone) =>
      sidecars.call(given.name, given.method, given.params ?? undefined, passOptions(given.stream, gone)),
  }),
  about({
    name: "sidecar.fetch",
    does:
      "Sends a request to a sidecar that speaks HTTP, with the token that it was given. Redirects are not followed.",
    params: z.strictObject({
      name,
      method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
      path,
      body: z.unknown().optional().describe("a text is sent as text, anything else as JSON; null = none"),
    }).refine(({ method, body }) => method !== "GET" || body === undefined || body === null, {
      path: ["body"],
      message: "GET has none",
    }),
    answer: async () => (await schemas()).httpAnswer,
    call: ({ name, method, path, body }, { sidecars }, gone) =>
      sidecars.fetch(name, { method, path, ...(body === undefined || body === null ? {} : { body }) }, {
        signal: gone,
      }),
  }),
  about({
    name: "sidecar.stream",
    does:
      "Opens a stream of server-sent events of a sidecar. They come as events of type `sidecar` with the id as their " +
      "`stream`, until the sidecar or `sidecar.endStream` ends it.",
    params: z.strictObject({ name, path, stream }),
    answer: () => z.strictObject({ stream: z.string().describe("its id") }),
    call: async (given, { sidecars }, gone) => ({
      stream: await sidecars.stream(given.name, given.path, passOptions(given.stream, gone)),
    }),
  }),
  method({
    name: "sidecar.endStream",
    does: "Ends a stream.",
    params: z.strictObject({ stream: z.string() }),
    answer: () => z.strictObject({ success: z.boolean().describe("false = there is no such stream") }),
    call: (given, { sidecars }) => ({ success: sidecars.endStream(given.stream) }),
  }),
];

/** A method about one sidecar. It asks for nothing where there is no sidecar of that name. */
function about<
  P extends z.ZodType<{ readonly name: string }>,
  A extends z.ZodType,
  const R extends z.output<A>,
>(entry: MethodEntry<P, A, R>): Method {
  return method({
    ...entry,
    async call(given, parts, gone) {
      try {
        sidecarNamed(given.name, parts);
        return await entry.call(given, parts, gone);
      } catch (error) {
        throw rpcError(error);
      }
    },
  });
}

function known({ store }: RpcParts): readonly Sidecar[] {
  return store.state().sidecars;
}

function sidecarNamed(name: string, parts: RpcParts): Sidecar {
  const all = known(parts);
  const sidecar = all.find((one) => one.name === name);
  if (sidecar !== undefined) return sidecar;
  throw new ReasonError({ about: "sidecar", kind: "unknown", name, names: all.map((one) => one.name) });
}

function statusOf(name: string, parts: RpcParts) {
  return listed(sidecarNamed(name, parts), parts);
}

function listed(sidecar: Sidecar, { host, messages, sidecars }: RpcParts) {
  return listedSidecar(sidecar, { now: host.now(), messages: messages(), logFiles: sidecars.logFiles });
}

function lineOf({ time, ...line }: LogLine) {
  return { ...line, time: isoTime(time) };
}

function passOptions(stream: string | undefined, gone: AbortSignal) {
  return { signal: gone, ...(stream === undefined ? {} : { stream }) };
}

/** Nobody waits for it once whoever asks has gone; it goes on. */
async function orGone<T>(work: Promise<T>, gone: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = () => reject(gone.reason);
  gone.addEventListener("abort", leave, { once: true });
  if (gone.aborted) leave();
  try {
    return await Promise.race([work, promise]);
  } finally {
    gone.removeEventListener("abort", leave);
  }
}
