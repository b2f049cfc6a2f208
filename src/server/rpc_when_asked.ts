/** The methods of the RPC, loaded by the first call: at the start nobody calls, and the icon must come first. */
import type { RpcHandler } from "./json_rpc.ts";
import type { RpcParts } from "./methods/method.ts";

export function rpcWhenAsked(parts: RpcParts): RpcHandler {
  const load = async () => {
    const { createRpc } = await import("./json_rpc.ts");
    return createRpc(parts);
  };
  let handler: Promise<RpcHandler> | null = null;
  return async (body, gone) => await (await (handler ??= load()))(body, gone);
}
