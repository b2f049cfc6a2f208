/** A state with a sidecar that is well, one that is about to be started again and one that has failed, for what is told of them. */
import type { State } from "../../src/core/state.ts";
import { happens, reports, sidecar, withSidecars } from "../core/sidecars/sidecar_samples.ts";
import { stateAfter } from "../core/situations.ts";

const start = { kind: "start", by: "person" } as const;
const { spawned, ready, exited } = reports(1);

export const sidecarsAtWork: State = stateAfter(
  [
    ...[start, spawned, ready].map((event) => happens("agents", event)),
    ...[start, spawned, ready, exited].map((event) => happens("flaky", event)),
    ...[start, spawned, ready, exited].map((event) => happens("broken", event)),
  ],
  withSidecars(sidecar("agents"), sidecar("flaky"), sidecar("broken", { max_restarts: 0 })),
);
