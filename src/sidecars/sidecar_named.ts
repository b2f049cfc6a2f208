/** Finds a sidecar by its name. */
import { ReasonError } from "../core/reason_error.ts";
import type { Sidecar } from "../core/sidecars/sidecar_state.ts";
import type { SidecarsState } from "../core/sidecars/sidecars.ts";

/** Throws, and names those that there are, where there is no such one. */
export function sidecarNamed({ sidecars }: Pick<SidecarsState, "sidecars">, name: string): Sidecar {
  const sidecar = sidecars.find((each) => each.name === name);
  if (sidecar !== undefined) return sidecar;
  const names = sidecars.map((each) => each.name);
  throw new ReasonError({ about: "sidecar", kind: "unknown", name, names });
}
