/** What the vendor's own program says of a session, when it asks for its status line. */
import type { WindowLimit } from "./limit.ts";

export interface StatusLineInput {
  /** Which session it is; null = it does not say. */
  readonly session: string | null;
  /** Something that is different after each answer of the server to this session. */
  readonly progress: string;
  /** The model's name, as people know it; null = it does not say. */
  readonly model: string | null;
  /** How much of the context is used, in percent; null = nothing yet, or not known. */
  readonly contextPercent: number | null;
  /** The limits that it tells; [] = none yet. */
  readonly limits: readonly WindowLimit[];
}
