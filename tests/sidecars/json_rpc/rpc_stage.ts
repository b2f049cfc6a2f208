/** A connection that is kept to a program which does what a test says. */
// @ts-types="../../std_types/assert.d.ts"
import { assert } from "@std/assert";
import type { Reason } from "../../../src/core/reason.ts";
import { ReasonError } from "../../../src/core/reason_error.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import {
  type ConnectionNote,
  type JsonRpcConnection,
  keepConnection,
} from "../../../src/sidecars/json_rpc/json_rpc_connection.ts";
import {
  result,
  type ToldConnection,
  type ToldOptions,
  type ToldRequest,
  type ToldServer,
  withToldServer,
} from "./told_rpc_server.ts";

const host = denoHost();

export interface Kept {
  readonly rpc: JsonRpcConnection;
  readonly server: ToldServer;
  readonly notes: readonly ConnectionNote[];
}

/** A connection to a program that does `answer` for each message. */
export function connected(
  answer: (request: ToldRequest, connection: ToldConnection) => Promise<void> | void,
  work: (kept: Kept) => Promise<void>,
  { token = null, ...options }: ToldOptions & { readonly token?: string | null } = {},
): Promise<void> {
  return withToldServer(answer, async (server) => {
    const notes: ConnectionNote[] = [];
    const note = (one: ConnectionNote) => void notes.push(one);
    const rpc = keepConnection({ host, name: "bridge", address: server.address, token, note });
    try {
      await work({ rpc, server, notes });
    } finally {
      rpc.close();
    }
  }, options);
}

/** Answers with the parameters. */
export const echo = (request: ToldRequest, connection: ToldConnection) =>
  connection.send(result(request, request.params ?? null));

/** The reason for which it rejects. */
export async function whyNot(work: Promise<unknown>): Promise<Reason> {
  const error = await work.catch((error: unknown) => error);
  assert(error instanceof ReasonError, `${error} is no reason`);
  return error.reason;
}

/** The reason as the sidecar's, by its kind alone. */
export async function kindOf(work: Promise<unknown>): Promise<string> {
  return (await whyNot(work) as { kind: string }).kind;
}
