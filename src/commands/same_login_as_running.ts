/** Finds the running program, if it can answer for this terminal: a program with another login in its environment has other figures. */
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { defaultSettings } from "../core/settings.ts";
import { connectRunning, type RpcClient, RpcError } from "../server/rpc_client.ts";
import type { CommandParts } from "./command.ts";

export type RunningFor =
  /** It would use the login that this process would use. */
  | { readonly kind: "same-login"; readonly running: RpcClient }
  | { readonly kind: "other-login" }
  | { readonly kind: "none" };

/** The caller closes the connection that it gets. */
export async function runningForThis(parts: CommandParts): Promise<RunningFor> {
  const running = await connectRunning(parts.host, parts.files.server);
  if (running === null) return { kind: "none" };
  try {
    if (await hasSameLogin(parts, running)) return { kind: "same-login", running };
    running.close();
    return { kind: "other-login" };
  } catch (error) {
    // An older program does not know this method. It is asked anyway.
    if (error instanceof RpcError) return { kind: "same-login", running };
    // The program has ended meanwhile.
    running.close();
    return { kind: "none" };
  }
}

const surroundings = z.object({ hash: z.string() });

async function hasSameLogin(parts: CommandParts, running: RpcClient): Promise<boolean> {
  const salt = randomBytes(16).toString("hex");
  // The places do not depend on the network or on the settings.
  const provider = parts.createProvider(() => parts.createNet(defaultSettings.usage));
  const [ours, theirs] = await Promise.all([
    provider.surroundings(salt),
    running.call("login.surroundings", { salt }),
  ]);
  return surroundings.parse(theirs).hash === ours;
}
