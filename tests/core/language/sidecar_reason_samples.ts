/** Reasons about sidecars, in both languages. */
import type { Said } from "./reason_samples.ts";

export const sidecarReasons: { readonly [A in "sidecar"]: Said<A> } = {
  sidecar: {
    "exited": [[{ code: 1 }, "It ended with status 1", "Nó đã kết thúc với mã 1"]],
    "killed": [[{ signal: "SIGSEGV" }, "It was ended by SIGSEGV", "Nó đã bị kết thúc bởi SIGSEGV"]],
    "program-missing": [[
      { program: "nobody" },
      'The program "nobody" is not there',
      'Không có chương trình "nobody"',
    ]],
    "folder-missing": [[{ folder: "/x" }, 'The folder "/x" is not there', 'Không có thư mục "/x"']],
    "not-started": [[
      { program: "x", why: { about: "system", text: "Permission denied" } },
      '"x" could not be started: permission denied',
      'Không khởi động được "x": permission denied',
    ]],
    "ports-taken": [[
      { ports: [8765] },
      "Another program has port 8765",
      "Chương trình khác đang dùng cổng 8765",
    ], [
      { ports: [8765, 8766] },
      "Another program has the ports 8765, 8766",
      "Chương trình khác đang dùng cổng 8765, 8766",
    ]],
    "socket-taken": [[
      { path: "/run/x" },
      'Another program has the socket "/run/x"',
      'Chương trình khác đang dùng socket "/run/x"',
    ]],
    "not-ready": [
      [{ seconds: 10 }, "It was not ready within 10 s", "Nó chưa sẵn sàng sau 10 giây"],
      [
        { seconds: 10, why: { about: "sidecar", kind: "odd-status", status: 500 } },
        "It was not ready within 10 s: it answered with HTTP status 500",
        "Nó chưa sẵn sàng sau 10 giây: nó trả lời với mã HTTP 500",
      ],
    ],
    "no-answer": [[{ seconds: 2 }, "No answer within 2 s", "Không có trả lời trong 2 giây"]],
    "odd-status": [[{ status: 500 }, "It answered with HTTP status 500", "Nó trả lời với mã HTTP 500"]],
    "no-connection": [[
      { why: { about: "system", text: "Connection refused" } },
      "It cannot be reached: connection refused",
      "Không kết nối được với nó: connection refused",
    ]],
    "login-refused": [[{}, "It refuses the token", "Nó từ chối token"]],
    "odd-answer": [[{}, "Its answer cannot be understood", "Không hiểu được câu trả lời của nó"]],
    "connection-lost": [[{}, "The connection was lost", "Kết nối đã bị ngắt"]],
    "no-unix-sockets": [[
      {},
      "This system has no Unix sockets for programs",
      "Hệ thống này không có socket Unix cho các chương trình",
    ]],
    "answers-error": [[
      { code: -32601, text: "Method not found" },
      "It answered with an error: Method not found (-32601)",
      "Nó trả lời bằng một lỗi: Method not found (-32601)",
    ]],
    "too-many-restarts": [[
      { count: 0, why: { about: "sidecar", kind: "exited", code: 1 } },
      "Given up at its first failure: it ended with status 1",
      "Đã thôi ngay lần lỗi đầu tiên: nó đã kết thúc với mã 1",
    ], [
      { count: 1, why: { about: "sidecar", kind: "exited", code: 1 } },
      "Given up after a restart: it ended with status 1",
      "Đã thôi sau 1 lần khởi động lại: nó đã kết thúc với mã 1",
    ], [
      { count: 5, why: { about: "sidecar", kind: "exited", code: 1 } },
      "Given up after 5 restarts: it ended with status 1",
      "Đã thôi sau 5 lần khởi động lại: nó đã kết thúc với mã 1",
    ]],
    "does-not-end": [[
      { pids: [12, 13] },
      "It cannot be ended (process 12, 13)",
      "Không kết thúc được nó (tiến trình 12, 13)",
    ]],
    "unknown": [[
      { name: "x", names: [] },
      'There is no sidecar "x": the settings have none',
      'Không có chương trình phụ "x": phần cài đặt không có chương trình nào',
    ], [
      { name: "x", names: ["agents", "proxy"] },
      'There is no sidecar "x"; there are agents, proxy',
      'Không có chương trình phụ "x"; hiện có agents, proxy',
    ]],
    "breaker-open": [[
      { name: "agents", why: { about: "sidecar", kind: "killed", signal: "SIGSEGV" } },
      '"agents" is not started any more until you start it: it was ended by SIGSEGV',
      '"agents" không được khởi động nữa cho đến khi bạn khởi động nó: nó đã bị kết thúc bởi SIGSEGV',
    ]],
    "not-running": [[{ name: "agents" }, '"agents" does not run', '"agents" không chạy']],
    "no-http": [[
      { name: "agents" },
      '"agents" does not speak HTTP: its health is not of type "http"',
      '"agents" không dùng HTTP: mục health của nó không thuộc loại "http"',
    ]],
    "no-jsonrpc": [[
      { name: "agents" },
      '"agents" does not speak JSON-RPC: its health is not of type "jsonrpc"',
      '"agents" không dùng JSON-RPC: mục health của nó không thuộc loại "jsonrpc"',
    ]],
    "no-log": [[{ name: "agents" }, '"agents" has printed nothing yet', '"agents" chưa in ra gì']],
    "slow-reader": [[
      { name: "agents" },
      'Nobody took what "agents" sent',
      'Không ai nhận những gì "agents" đã gửi',
    ]],
    "too-large": [[
      { name: "agents", bytes: 1000 },
      '"agents" sent more than 1000 bytes',
      '"agents" đã gửi hơn 1000 byte',
    ]],
    "too-many-streams": [[{ count: 100 }, "100 streams are open already", "Đã có 100 luồng đang mở"]],
    "too-many-calls": [[{ count: 150 }, "150 calls are under way already", "Đã có 150 lời gọi đang chạy"]],
    "stream-taken": [[{ stream: "a" }, 'There is a stream "a" already', 'Đã có luồng "a"']],
  },
};
