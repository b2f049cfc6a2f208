/** What can happen to an OpenCode instance; `instanceAfter` says what each event changes. */
import type { FullState } from "./full_state.ts";
import type { Reach } from "../program.ts";
import type { StreamMessage } from "./stream_message.ts";

/**
 * What can happen to an instance. A full state is announced by `full-state-requested`, which comes before its first request and
 * after the stream was opened: what a message says of a thing from then on is newer than what the full state says of it. So
 * messages are neither lost before the first full state nor overwritten by an older one.
 * Every `full-state-requested` is followed by a `full-state` of the same number, with "unknown" for what did not come.
 * `reach` (connected, polled) comes before the full state of its connection.
 */
export type InstanceEvent =
  | { readonly type: "full-state-requested"; readonly number: number }
  | { readonly type: "full-state"; readonly number: number; readonly fullState: FullState }
  | { readonly type: "message"; readonly message: StreamMessage }
  | { readonly type: "reach"; readonly reach: Reach }
  /** Messages were lost: of directories other than these, whose full states are being fetched, nothing is known any more. */
  | { readonly type: "known-only"; readonly directories: readonly string[] }
  | {
    readonly type: "server-details";
    readonly version?: string;
    readonly tty?: string;
    readonly directory?: string;
  };
