/** What the views of the tray need to know besides the state and the time. */
import type { Messages } from "../language/messages.ts";

export interface ViewOptions {
  readonly messages: Messages;
  /** Whether everything is marked as simulated. */
  readonly demo: boolean;
}
