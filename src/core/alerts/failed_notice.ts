/** What a person is told whose click could not be done: menus have closed by then, and say nothing. */
import { capitalized } from "../text/capitalized.ts";
import type { Messages } from "../language/messages.ts";
import type { Notice } from "./notice.ts";
import type { Reason } from "../reason.ts";

/** Which notice it is, for the time when a click is done again. */
export const failedSubject = "action";

export function failedNotice(why: Reason, messages: Messages): Notice {
  const text = messages.reason(why);
  return {
    subject: failedSubject,
    title: messages.alerts.titles.failed,
    body: capitalized(text),
    urgency: "normal",
    buttons: [],
    opens: null,
  };
}
