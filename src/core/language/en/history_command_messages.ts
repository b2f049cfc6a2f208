/** What the command `history` says, in English. */
import type { HistoryCommandMessages } from "../history_command_messages.ts";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export const historyCommandEn: HistoryCommandMessages = {
  options: {
    since: "how far back: 7d, 36h, 2w, or a date",
    account: "of this account alone",
    csv: "as a table for spreadsheets",
  },
  badSince: (got) =>
    `history: --since must be a span such as 7d, 36h or 2w, or a date in the past, got ${got}`,
  unknownAccount: (account, known) => `history: no account ${account}; there are: ${known}`,
  none: (file) => `there is no history yet: ${file}`,
  nothing: (begin) => `nothing is known since ${begin}`,
  since: (begin) => `Since ${begin}`,
  account: (name) => `Account ${name}`,
  peak: (percent, clock) => `at most ${percent}, ${clock}`,
  resets: (count) => count === 0 ? "no reset seen" : count === 1 ? "1 reset seen" : `${count} resets seen`,
  timesSpent: (count) => count === 1 ? "once at 100%" : `${count} times at 100%`,
  alerts: (count) =>
    count === 0 ? "No alerts were told." : count === 1 ? "1 alert was told." : `${count} alerts were told.`,
  waits: (count, median) => {
    if (count === 0) return "No agent waited for you.";
    const times = count === 1 ? "Agents waited for you once" : `Agents waited for you ${count} times`;
    return median === null ? `${times}.` : `${times}, half of them for ${median} at most.`;
  },
  seconds: (count) => `${count} s`,
  weekday: (weekday) => weekdays[weekday] ?? "",
  date: (day, month) => `${day} ${months[month]}`,
};
