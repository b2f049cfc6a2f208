/** What `status` says in bars, prompts and terminals, in Vietnamese. */
import type { BarMessages } from "../bar_messages.ts";

export const barsVi: BarMessages = {
  fields: {
    percent: "phần trăm đã dùng của hạn mức mà biểu tượng hiện; -- = chưa biết",
    limit: "tên của hạn mức đó",
    reset: "giờ đặt lại của nó",
    reset_in: "còn bao lâu đến lúc đó",
    level: "green, yellow, orange, red hoặc unknown",
    colour: "màu của mức đó, dạng #rrggbb",
    bar: "mười ô, số ô đầy ứng với phần đã dùng",
    forecast: "với nhịp hiện tại thì sẽ ra sao",
    session: "phần trăm đã dùng của phiên",
    session_reset: "giờ đặt lại của phiên",
    session_reset_in: "còn bao lâu đến lúc đó",
    week: "phần trăm đã dùng của tuần",
    week_reset: "giờ đặt lại của tuần",
    week_reset_in: "còn bao lâu đến lúc đó",
    spent: "số tiền đã dùng, của hạn mức đầu tiên tính bằng tiền",
    waits: "bao nhiêu agent đang chờ bạn",
    waiting_for: "agent đầu tiên chờ điều gì",
    agents: "bao nhiêu agent đang chạy hoặc đang chờ",
    alerts: "bao nhiêu cảnh báo chưa hiện được",
    age: "số liệu đã cũ bao lâu",
    snoozed: "thông báo tạm im đến khi nào",
    condition: "good, loading, stale, offline, rate-limited, signed-out, problem hoặc not-running",
    trouble: "điều gì không ổn, bằng lời",
  },
  unknownField: (name, fields) =>
    `status: không có trường {${name}}. Dấu ngoặc nhọn viết là {{ hoặc }}. Các trường:\n${fields}`,
  openBrace: (fields) =>
    `status: có dấu ngoặc nhọn đứng một mình. Dấu ngoặc nhọn viết là {{ hoặc }}. Các trường:\n${fields}`,
  notRunning: "claudeminder không chạy",
  olderRunning: "claudeminder đang chạy thuộc phiên bản khác: hãy kết thúc rồi chạy lại",
  notFollowed: (why) => `không theo dõi được claudeminder đang chạy, sẽ thử lại: ${why}`,
  snoozed: (clock) => `tạm im đến ${clock}`,
  evenUse: "dùng đều",
  sidecars: "Chương trình phụ",
  agents: "Agent",
};
