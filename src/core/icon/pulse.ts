/** The pulse of the icon: its frames, how fast they follow each other, and which one is shown when. */
import type { State } from "../state.ts";
import type { IconSpec } from "./icon_spec.ts";

/** How far each frame of a pulse lights the face. After the last one the icon is plain again. */
export const PULSE_FRAMES: readonly (1 | 2)[] = [1, 2, 2, 2, 1];
/** How long each frame is shown. */
export const PULSE_FRAME_MS = 100;

/** Epoch ms at which the next frame of the pulse is due, or Infinity. */
export function nextPulseFrame(state: State, now: number): number {
  const frame = frameAt(state, now);
  return frame === null || state.pulsedAt === null ? Infinity : state.pulsedAt + (frame + 1) * PULSE_FRAME_MS;
}

/** How far the pulse has lit the icon. */
export function pulseAt(state: State, now: number): IconSpec["pulse"] {
  const frame = frameAt(state, now);
  return frame === null ? 0 : PULSE_FRAMES[frame] ?? 0;
}

/** Which frame of the pulse is shown; null = there is no pulse. */
function frameAt({ pulsedAt }: State, now: number): number | null {
  if (pulsedAt === null || now < pulsedAt) return null;
  const frame = Math.floor((now - pulsedAt) / PULSE_FRAME_MS);
  return frame < PULSE_FRAMES.length ? frame : null;
}
