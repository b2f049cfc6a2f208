/** A message of the event stream of an OpenCode server, of the kinds that matter here. */
import type { SessionInfo } from "./opencode_session.ts";
import type { Todos } from "../session.ts";
import type { WirePermission, WireQuestion, WireStatus, WireTool } from "./wire/wire_values.ts";

/** A message of the event stream that matters; `directory`: "" = the whole server. */
export type StreamMessage = { readonly directory: string } & StreamMessageBody;

export type StreamMessageBody =
  | { readonly type: "status"; readonly session: string; readonly status: WireStatus }
  | { readonly type: "session"; readonly info: SessionInfo }
  | { readonly type: "deleted"; readonly session: string }
  | { readonly type: "permission-asked"; readonly permission: WirePermission }
  | { readonly type: "permission-replied"; readonly permission: string }
  | { readonly type: "question-asked"; readonly question: WireQuestion }
  /** Answered or rejected. */
  | { readonly type: "question-closed"; readonly question: string }
  | { readonly type: "todos"; readonly session: string; readonly todos: Todos }
  | { readonly type: "tool"; readonly tool: WireTool }
  /** `session` is null for an error of none. */
  | {
    readonly type: "error";
    readonly session: string | null;
    readonly aborted: boolean;
    readonly message: string;
  }
  /** The inner instance of `directory` (with "": every one) has ended; nothing of it runs or waits any more. */
  | { readonly type: "disposed" };
