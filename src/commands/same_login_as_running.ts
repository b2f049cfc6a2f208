/** The running program, where it can answer for this terminal: one that has another login in its environment is not asked for figures. */
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

/** The caller closes what it gets. */
export async function runningForThis(parts: CommandParts): Promise<RunningFor> {
  const running = await connectRunning(parts.host, parts.files.server);
  if (running === null) return { kind: "none" };
  try {
    if (await hasSameLogin(parts, running)) return { kind: "same-login", running };
    running.close();
    return { kind: "other-login" };
  } catch (error) {
    // An older program is asked as ever, and says itself what is wrong.
    if (error instanceof RpcError) return { kind: "same-login", running };
    // It has ended meanwhile.
    running.close();
    return { kind: "none" };
  }
}

const surroundings = z.object({ hash: z.string() });

async function hasSameLogin(parts: CommandParts, running: RpcClient): Promise<boolean> {
  const salt = randomBytes(16).toString("hex");
  // What the places are is no matter of the network, nor of the settings.
  const provider = parts.createProvider(() => parts.createNet(defaultSettings.usage));
  const [ours, theirs] = await Promise.all([
    provider.surroundings(salt),
    running.call("login.surroundings", { salt }),
  ]);
  return surroundings.parse(theirs).hash === ours;
}
