/** The sidecars that a person should look after: they have ended, and are not started again by themselves. */
import type { SidecarWords } from "./sidecar_words.ts";
import type { Sidecar } from "./sidecar_state.ts";

/** A sentence for each. */
export function failedSidecars(sidecars: readonly Sidecar[], words: SidecarWords): readonly string[] {
  return sidecars.flatMap(({ name, phase }) =>
    phase.kind === "failed"
      ? [words.sidecars.failed(name, words.reason({ about: "several", kind: "after-colon", why: phase.why }))]
      : []
  );
}
