/** What a person is told who has started the program and sees no icon. */
import type { Messages } from "../language/messages.ts";
import type { Notice } from "./notice.ts";
import type { Reason } from "../reason.ts";
import type { Remedy } from "../remedy.ts";

/** By this subject the notice is taken away when there is an icon. */
export const noIconSubject = "icon";

/** `remedy`: null = nothing is known that would help. */
export function noIconNotice(why: Reason, remedy: Remedy | null, messages: Messages): Notice {
  const sentences = [messages.reason(why), ...(remedy === null ? [] : [messages.remedy(remedy)])];
  return {
    subject: noIconSubject,
    title: messages.alerts.titles.noIcon,
    body: [
      sentences.map((sentence) => `${sentence}.`).join(" "),
      messages.worksWithoutIcon("claudeminder status"),
    ].join("\n"),
    urgency: "normal",
    buttons: [
      { id: "show", label: messages.showButton, action: { kind: "show" } },
      { id: "quit", label: messages.quit, action: { kind: "quit" } },
    ],
    opens: { label: messages.showButton, action: { kind: "show" } },
  };
}
