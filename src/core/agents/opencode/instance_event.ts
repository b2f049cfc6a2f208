/** What can happen to an OpenCode instance; `instanceAfter` says what each event changes. */
import type { Picture } from "./full_state.ts";
import type { Reach } from "../program.ts";
import type { Message } from "./stream_message.ts";

/**
 * What can happen to an instance. A picture is announced by `asking`, sent before its first request and after the stream
 * has been opened: what a message says of a thing from then on is newer than what the picture says of it. So messages are
 * folded as they come, and neither are they lost before the first picture nor overwritten by one that is older.
 * Every `asking` is followed by a `picture` of the same number, with unknown parts where nothing came.
 * `reach` (connected, polled) goes before the picture of its connection.
 */
export type InstanceEvent =
  | { readonly type: "asking"; readonly number: number }
  | { readonly type: "picture"; readonly number: number; readonly picture: Picture }
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "reach"; readonly reach: Reach }
  /** Messages were lost: of other directories than these, which are asked about now, nothing is known any more. */
  | { readonly type: "known-only"; readonly directories: readonly string[] }
  | { readonly type: "about"; readonly version?: string; readonly tty?: string; readonly directory?: string };
