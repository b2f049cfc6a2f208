/** The state as it stands, as a notice for a person who asks for it. */
import type { Messages } from "../language/messages.ts";
import type { State } from "../state.ts";
import { stateLines } from "./state_lines.ts";
import { readingOfUsage } from "../usage/usage.ts";
import { usageAt } from "../usage/current_usage.ts";
import { limitDetail } from "../usage/limit_words.ts";
import type { Notice } from "../alerts/notice.ts";

export function statusNotice(state: State, now: number, messages: Messages): Notice {
  const usage = usageAt(state, now);
  const limits = readingOfUsage(usage)?.limits ?? [];
  const lines = limits.map((limit) =>
    `${messages.limitName(limit.title)}: ${limitDetail(limit, now, messages)}`
  );
  return {
    subject: "status",
    title: messages.alerts.titles.status,
    body: [...lines, ...stateLines(state, usage, now, messages)].join("\n"),
    urgency: "normal",
    buttons: [],
    opens: null,
  };
}
