/** Every sentence about agents that a person reads, in English and Vietnamese. Conventions as in `messages.ts`. */
import type { Wish } from "../agents/waiting.ts";
import { type RunKind, signsIn } from "../text/whole_text.ts";

export interface AgentMessages {
  /** "2 busy", "1 waits for you": parts of a line. */
  busy(count: number): string;
  waiting(count: number): string;
  /** Of a list that is cut: "+18,000 more". */
  more(count: number): string;
  /** The same of what waits: "+18,000 more wait for you". */
  moreWaiting(count: number): string;
  readonly idle: string;
  readonly busyNow: string;
  readonly waits: string;
  /** Of a program. */
  readonly starting: string;
  readonly locked: string;
  readonly lockedHint: string;
  notAnswering(clock: string): string;
  /** `clock` is null where it is not said. */
  retries(clock: string | null, attempt: number, why: string): string;
  stopped(why: string): string;
  readonly untitled: string;
  /** `current` is what is done now or next. */
  todos(left: number, current: string | null): string;
  /** "wants to run `git push`"; text of the agent's in it is one line. */
  wants(wish: Wish): string;
  /** A text of an agent's, with the signs for long runs of what shows nothing in this language. */
  signs(text: string): string;
  asks(question: string): string;
  asksSeveral(count: number): string;
  /** Nobody tells of its permissions. */
  seemsToWait(tool: string): string;
  readonly allowOnce: string;
  /** `patterns`: what will be allowed from now on; "" = not said. */
  always(patterns: string): string;
  readonly reject: string;
  readonly rejectQuestion: string;
  /** Of several options that may be chosen together this one alone. */
  only(option: string): string;
  readonly answerThere: string;
  /** Brings the terminal of a session to the front. */
  readonly showTerminal: string;
  readonly finished: string;
  /** Of two or more. */
  severalFinished(count: number): string;
}

/** English. */
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

const runsVi: Readonly<Record<RunKind, string>> = {
  spaces: "dấu cách",
  tabs: "dấu tab",
  newlines: "dấu xuống dòng",
  blanks: "khoảng trắng",
  "blanks and newlines": "khoảng trắng và dấu xuống dòng",
  "invisible characters": "ký tự không nhìn thấy",
  "combining marks": "dấu kết hợp",
};

/** Vietnamese. */
export const agentsVi: AgentMessages = {
  busy: (count) => `${count} đang chạy`,
  waiting: (count) => `${count} đang chờ bạn`,
  more: (count) => `+${count.toLocaleString("vi")} mục nữa`,
  moreWaiting: (count) => `+${count.toLocaleString("vi")} mục nữa đang chờ bạn`,
  idle: "đang rảnh",
  busyNow: "đang chạy",
  waits: "đang chờ bạn",
  starting: "đang khởi động",
  locked: "bị khóa",
  lockedHint: "Cần mật khẩu: đặt tên biến chứa mật khẩu vào opencode.password_env",
  notAnswering: (clock) => `không phản hồi từ ${clock}`,
  retries(clock, attempt, why) {
    const when = clock === null ? `đang thử lại (lần ${attempt})` : `thử lại lúc ${clock} (lần ${attempt})`;
    return why === "" ? when : `${when}: ${why}`;
  },
  stopped: (why) => why === "" ? "đã dừng vì lỗi" : `đã dừng: ${why}`,
  untitled: "chưa có tên",
  todos: (left, current) => current === null ? `còn ${left} việc` : `còn ${left} việc: ${current}`,
  wants(wish) {
    switch (wish.kind) {
      case "run":
        return `muốn chạy \`${wish.command}\``;
      case "edit":
        return `muốn sửa ${wish.file}`;
      case "read":
        return `muốn đọc ${wish.file}`;
      case "fetch":
        return `muốn tải ${wish.url}`;
      case "outside":
        return `muốn truy cập ngoài thư mục của nó: ${wish.path}`;
      case "search":
        return `muốn tìm ${wish.query}`;
      case "other":
        return wish.detail === ""
          ? `xin quyền: ${wish.permission}`
          : `xin quyền: ${wish.permission} ${wish.detail}`;
    }
  },
  signs: (text) => signsIn(text, { group: ".", names: runsVi }),
  asks: (question) => `hỏi: ${question}`,
  asksSeveral: (count) => `có ${count} câu hỏi`,
  seemsToWait: (tool) => `${tool}: có vẻ đang chờ cấp quyền`,
  allowOnce: "Cho phép một lần",
  always: (patterns) => patterns === "" ? "Luôn cho phép" : `Luôn cho phép: ${patterns}`,
  reject: "Từ chối",
  rejectQuestion: "Từ chối trả lời",
  only: (option) => `Chỉ ${option}`,
  answerThere: "Trả lời trong cửa sổ dòng lệnh",
  showTerminal: "Xem cửa sổ dòng lệnh",
  finished: "đã xong",
  severalFinished: (count) => `${count} agent đã kết thúc`,
};
