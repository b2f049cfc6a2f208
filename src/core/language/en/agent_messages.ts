/** What is said of agents, in English. */
import type { AgentMessages } from "../agent_messages.ts";

export const agentsEn: AgentMessages = {
  busy: (count) => `${count} busy`,
  waiting: (count) => count === 1 ? "1 waits for you" : `${count} wait for you`,
  more: (count) => `+${count.toLocaleString("en")} more`,
  moreWaiting(count) {
    const number = count.toLocaleString("en");
    return count === 1 ? `+${number} more waits for you` : `+${number} more wait for you`;
  },
  idle: "idle",
  busyNow: "busy",
  waits: "waits for you",
  starting: "starting",
  locked: "locked",
  lockedHint: "Needs a password: name its variable in opencode.password_env",
  notAnswering: (clock) => `not answering since ${clock}`,
  retries(clock, attempt, why) {
    const when = clock === null ? `retries (try ${attempt})` : `retries at ${clock} (try ${attempt})`;
    return why === "" ? when : `${when}: ${why}`;
  },
  stopped: (why) => why === "" ? "stopped by an error" : `stopped: ${why}`,
  untitled: "untitled",
  todos(left, current) {
    const count = left === 1 ? "1 to do" : `${left} to do`;
    return current === null ? count : `${count}: ${current}`;
  },
  wants(wish) {
    switch (wish.kind) {
      case "run":
        return `wants to run \`${wish.command}\``;
      case "edit":
        return `wants to edit ${wish.file}`;
      case "read":
        return `wants to read ${wish.file}`;
      case "fetch":
        return `wants to fetch ${wish.url}`;
      case "outside":
        return `wants to reach outside its folder: ${wish.path}`;
      case "search":
        return `wants to search for ${wish.query}`;
      case "other":
        return wish.detail === ""
          ? `wants permission: ${wish.permission}`
          : `wants permission: ${wish.permission} ${wish.detail}`;
    }
  },
  signs: (text) => text,
  asks: (question) => `asks: ${question}`,
  asksSeveral: (count) => `asks ${count} questions`,
  seemsToWait: (tool) => `${tool}: seems to wait for permission`,
  allowOnce: "Allow once",
  always: (patterns) => patterns === "" ? "Always" : `Always: ${patterns}`,
  reject: "Reject",
  rejectQuestion: "Reject the question",
  only: (option) => `Only ${option}`,
  answerThere: "Answer in its terminal",
  showTerminal: "Show terminal",
  finished: "finished",
  severalFinished: (count) => `${count} agents have ended`,
};
