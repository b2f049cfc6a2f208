/** What menus, notifications and other processes can ask of the program, as data. */

import type { AgentAction } from "./agents/agent_action.ts";
import type { SidecarAction } from "./sidecars/sidecar_action.ts";

/** What a person, another program or a notification asks the program to do. */
export type Action =
  | { readonly kind: "refresh" }
  | { readonly kind: "snooze"; readonly minutes: number }
  | { readonly kind: "snooze-until-reset" }
  | { readonly kind: "clear-snooze" }
  /** Shows the person the state at this moment. */
  | { readonly kind: "show" }
  | AgentAction
  | SidecarAction
  | { readonly kind: "sign-in" }
  | { readonly kind: "open-settings" }
  /** Switches the autostart on or off. */
  | { readonly kind: "toggle-autostart" }
  | { readonly kind: "quit" };

/**
 * Whether the action allows what an agent has asked for. A person is only offered such an action if they can see all of
 * the question.
 */
export function allows(action: Action): action is Action & { readonly kind: "answer-permission" } {
  return action.kind === "answer-permission" && action.reply !== "reject";
}
