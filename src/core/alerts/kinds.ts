/**
 * Every kind of alert, the most important first. When several alerts are due at once, the most important one stands first and gives
 * the notice its title. A new kind is a file in `kinds/` and a line here.
 */
import type { AlertKind } from "./alert_kind.ts";
import { agentFinished } from "./kinds/agent_finished.ts";
import { agentWaiting } from "./kinds/agent_waiting.ts";
import { beforeReset } from "./kinds/before_reset.ts";
import { clock } from "./kinds/clock.ts";
import { network } from "./kinds/network.ts";
import { paceExceeded } from "./kinds/pace_exceeded.ts";
import { rateLimited } from "./kinds/rate_limited.ts";
import { reset } from "./kinds/reset.ts";
import { runsOut } from "./kinds/runs_out.ts";
import { sidecarFailed } from "./kinds/sidecar_failed.ts";
import { signIn } from "./kinds/sign_in.ts";
import { signedInAgain } from "./kinds/signed_in_again.ts";
import { thresholdNear, thresholdReached, thresholdSpent } from "./kinds/threshold.ts";

const byImportance = [
  agentWaiting,
  sidecarFailed,
  agentFinished,
  signIn,
  thresholdSpent,
  thresholdNear,
  runsOut,
  thresholdReached,
  network,
  clock,
  rateLimited,
  beforeReset,
  paceExceeded,
  reset,
  signedInAgain,
] as const;

type FactsOf<Kind> = Kind extends AlertKind<infer Facts> ? Facts : never;

/** What an alert of any kind is about. */
export type AlertFacts = FactsOf<typeof byImportance[number]>;

export const alertKinds: readonly AlertKind<AlertFacts>[] = byImportance;

const byName: ReadonlyMap<string, AlertKind<AlertFacts>> = new Map(
  alertKinds.map((kind) => [kind.kind, kind]),
);

/** Null = this version of the program has no such kind. */
export function kindNamed(name: string): AlertKind<AlertFacts> | null {
  return byName.get(name) ?? null;
}
