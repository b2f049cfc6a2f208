/** What can be asked of the program, as data: menus, notifications, other processes. */

import type { AgentAction } from "./agents/agent_action.ts";

/** What a person, another program or a notification asks the program to do. */
export type Action =
  | { readonly kind: "refresh" }
  | { readonly kind: "snooze"; readonly minutes: number }
  | { readonly kind: "snooze-until-reset" }
  | { readonly kind: "clear-snooze" }
  /** Puts the state as it stands in front of the person. */
  | { readonly kind: "show" }
  | AgentAction
  | { readonly kind: "sign-in" }
  | { readonly kind: "open-settings" }
  /** Starts this program at login from now on, or no more. */
  | { readonly kind: "toggle-autostart" }
  | { readonly kind: "quit" };

/** Whether it lets an agent do what it has asked for, which nobody is offered who cannot see all of it. */
export function allows(action: Action): action is Action & { readonly kind: "answer-permission" } {
  return action.kind === "answer-permission" && action.reply !== "reject";
}
