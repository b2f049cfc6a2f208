/** Whether there is a sidecar of the name that a person has typed. Where there is none it is said, with those that there are. */
import type { RpcClient } from "../server/rpc_client.ts";
import type { CommandParts } from "./command.ts";
import { listedSidecars } from "./sidecar_table.ts";

/** Among those of the running program. Its own error would be in English. */
export async function isKnownSidecar(
  parts: Pick<CommandParts, "err" | "messages">,
  running: RpcClient,
  name: string,
): Promise<boolean> {
  return isAmong(parts, listedSidecars.parse(await running.call("sidecar.list")).sidecars, name);
}

export function isAmong(
  { err, messages }: Pick<CommandParts, "err" | "messages">,
  sidecars: readonly { readonly name: string }[],
  name: string,
): boolean {
  const names = sidecars.map((each) => each.name);
  if (names.includes(name)) return true;
  err(messages.reason({ about: "sidecar", kind: "unknown", name, names }));
  return false;
}
