/**
 * What an OpenCode server says of a status, a permission, a question or a tool call, parsed; without what is added here when it
 * arrives, such as the time.
 */
import type { Permission, Question } from "../permissions_and_questions.ts";

/** The status of those that are not idle, as answered. */
export type WireStatus =
  | { readonly kind: "idle" }
  | { readonly kind: "busy" }
  | {
    readonly kind: "retry";
    readonly attempt: number;
    readonly message: string;
    readonly nextAt: number | null;
  };

/** A permission as the server sends it. */
export type WirePermission = Omit<Permission, "directory" | "askedAt">;

/** A question as the server sends it. */
export type WireQuestion = Omit<Question, "directory" | "askedAt">;

/** A tool call as the server sends it; its start is null where it is not said. */
export interface WireTool {
  readonly id: string;
  readonly session: string;
  readonly name: string;
  readonly arg: string;
  readonly status: "pending" | "running" | "completed" | "error";
  /** Epoch ms. */
  readonly startedAt: number | null;
}
