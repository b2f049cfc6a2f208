/** What a program that speaks JSON-RPC 2.0 sends: one message a line. It may send anything. */
import * as z from "zod";
import { isJsonObject, type JsonObject, parseJson } from "../../core/text/json.ts";

export type IncomingMessage =
  | { readonly kind: "result"; readonly id: unknown; readonly result: unknown }
  /** `id`: null = it does not say to which request. */
  | { readonly kind: "error"; readonly id: unknown; readonly error: RpcFailure }
  /** An answer that makes no sense. */
  | { readonly kind: "odd"; readonly id: unknown }
  /** A part of the answer to the request `id`. `event`: the name of the notification, "<method>.chunk". */
  | { readonly kind: "chunk"; readonly id: unknown; readonly event: string; readonly data: unknown }
  /** A notification, or a request, of which nothing is known. */
  | { readonly kind: "other" };

export interface RpcFailure {
  readonly code: number;
  readonly text: string;
  /** Absent = there is none. */
  readonly data?: unknown;
}

/** What is nested deeper cannot be written as JSON again: the stack ends first. */
export const MAX_DEPTH = 500;
/** How much of the text of an error is kept, in UTF-16 units. */
const MAX_TEXT = 4_000;

const failure = z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() });

/** Null = it is no message: neither JSON nor an object. */
export function parseMessage(line: string): IncomingMessage | null {
  const message = parseJson(line);
  if (!isJsonObject(message)) return null;
  if (typeof message.method === "string") return notification(message.method, message.params, line);
  if (!("result" in message) && !("error" in message)) return { kind: "other" };
  const { id } = message;
  return isTooDeep(message, line) ? { kind: "odd", id } : answer(message);
}

function notification(method: string, params: unknown, line: string): IncomingMessage {
  const isChunk = method.endsWith(".chunk") && isJsonObject(params) && !isTooDeep(params, line);
  return isChunk
    ? { kind: "chunk", id: params.id, event: method, data: params.data ?? null }
    : { kind: "other" };
}

function answer({ id, result, error }: JsonObject): IncomingMessage {
  // Programs of the time before 2.0 send both, one of them null.
  if (error === undefined || error === null) return { kind: "result", id, result: result ?? null };
  const { data: parsed } = failure.safeParse(error);
  if (parsed === undefined) return { kind: "odd", id };
  const { code, message, data } = parsed;
  const text = message.slice(0, MAX_TEXT);
  return { kind: "error", id, error: { code, text, ...(data === undefined ? {} : { data }) } };
}

/** Whether a value that was read from `text` is nested too deep. */
export function isTooDeep(value: unknown, text: string): boolean {
  // Each level takes two characters at least.
  return text.length > 2 * MAX_DEPTH && !isWithin(value, MAX_DEPTH);
}

function isWithin(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((each) => isWithin(each, depth - 1));
}
