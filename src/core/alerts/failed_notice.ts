/** What a person is told when a click could not be done. The menu has closed by then and cannot say it. */
import { capitalized } from "../text/capitalized.ts";
import type { Messages } from "../language/messages.ts";
import type { Notice } from "./notice.ts";
import type { Reason } from "../reason.ts";

/** By this subject the notice is taken away when a later click is done. */
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
