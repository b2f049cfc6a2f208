/** Methods that say how much of the limits is used. */
import { usageObject } from "../../core/views/get_usage_json.ts";
import { method, noParams, type RpcParts } from "./method.ts";

export const usageMethods = [
  method({
    name: "usage.get",
    does: "Gives the usage as it is known now, without asking the server.",
    params: noParams,
    answer: async () => (await import("../schemas/usage_schema.ts")).usageOrError,
    call: (_, parts) => usageNow(parts),
  }),
  method({
    name: "usage.refresh",
    does: "Asks the server, where that is allowed now, then gives the usage.",
    params: noParams,
    answer: async () => (await import("../schemas/usage_schema.ts")).usageOrError,
    async call(_, parts) {
      await parts.perform({ kind: "refresh" });
      return usageNow(parts);
    },
  }),
];

function usageNow({ store, host, messages }: RpcParts) {
  return usageObject(store.state(), host.now(), messages());
}
