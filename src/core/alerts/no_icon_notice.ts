/** What a person is told who has started the program and sees no icon. */
import type { Messages } from "../language/messages.ts";
import type { Notice } from "./notice.ts";

/** Which notice it is, for the time when there is an icon. */
export const noIconSubject = "icon";

/** `why` and `help` as they were written where they arose; `help` may be "". */
export function noIconNotice(why: string, help: string, messages: Messages): Notice {
  const reasons = [why, help].filter((text) => text !== "").map((text) => `${messages.reason(text)}.`);
  return {
    subject: noIconSubject,
    title: messages.notice.noIcon,
    body: [reasons.join(" "), messages.worksWithoutIcon("claudeminder status")].join("\n"),
    urgency: "normal",
    buttons: [
      { id: "show", label: messages.showButton, action: { kind: "show" } },
      { id: "quit", label: messages.quit, action: { kind: "quit" } },
    ],
    opens: { label: messages.showButton, action: { kind: "show" } },
  };
}
