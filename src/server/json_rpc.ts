/** JSON-RPC 2.0: gives requests and batches to the methods, and answers with the standard's errors where a request is wrong. */
import { JSONRPCErrorCode, JSONRPCErrorException, JSONRPCServer } from "json-rpc-2.0";
import * as z from "zod";
import { parseJson } from "../core/text/json.ts";
import type { RpcParts } from "./methods/method.ts";
import { methods } from "./methods/methods.ts";

/** Answers a JSON-RPC 2.0 request or batch; null = it held notifications only. `gone`: whoever asks has gone. Never rejects. */
export type RpcHandler = (body: string, gone: AbortSignal) => Promise<unknown>;

const maxBatch = 100;

export function createRpc(parts: RpcParts): RpcHandler {
  const server = new JSONRPCServer<AbortSignal>({ errorListener: () => {} });
  server.mapErrorToJSONRPCErrorResponse = (id, error) => {
    const known = error instanceof JSONRPCErrorException;
    if (!known) return { ...failure(JSONRPCErrorCode.InternalError, "Internal error"), id };
    const { code, message, data } = error;
    return { jsonrpc: "2.0", id, error: { code, message, ...(data === undefined ? {} : { data }) } };
  };
  for (const method of methods) {
    server.addMethod(method.name, (given, gone) => method.call(given, parts, gone));
  }

  return async (body, gone) => {
    const request = parseJson(body);
    if (request === undefined) return failure(JSONRPCErrorCode.ParseError, "Parse error");
    if (Array.isArray(request) && request.length > maxBatch) {
      return failure(JSONRPCErrorCode.InvalidRequest, `Invalid Request: a batch holds at most ${maxBatch}`);
    }
    if (!isRequest(request)) return failure(JSONRPCErrorCode.InvalidRequest, "Invalid Request");
    return await server.receiveJSON(body, gone);
  };
}

const id = z.union([z.string(), z.number(), z.null()]).optional();
const request = z.looseObject({ id, params: z.union([z.array(z.unknown()), z.looseObject({})]).optional() });

/** The library allows an id or parameters that the standard does not allow. */
function isRequest(body: unknown): boolean {
  return Array.isArray(body) ? body.length > 0 : request.safeParse(body).success;
}

function failure(code: number, message: string) {
  return { jsonrpc: "2.0", id: null, error: { code, message } } as const;
}
