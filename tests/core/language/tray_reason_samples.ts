/** Reasons why there is no icon, in both languages. */
import type { Said } from "./reason_samples.ts";

export const trayReasons: { readonly [A in "bus" | "tray" | "tray-helper"]: Said<A> } = {
  bus: {
    none: [[{}, "There is no D-Bus session bus", "Không có bus phiên D-Bus"]],
    "lets-nobody-in": [[{}, "The session bus let nobody in", "Bus phiên không cho ai vào"]],
    closed: [[{}, "The session bus closed the connection", "Bus phiên đã đóng kết nối"]],
    gone: [[{}, "The session bus went away", "Bus phiên không còn nữa"]],
    silent: [[{}, "The session bus does not answer", "Bus phiên không trả lời"]],
    "closed-here": [[{}, "The connection was closed", "Kết nối đã được đóng"]],
    "program-ending": [[{}, "The program is ending", "Chương trình đang kết thúc"]],
    "no-way": [[
      { why: { about: "system", text: "connect ENOENT" } },
      "No way to the session bus: connect ENOENT",
      "Không tới được bus phiên: connect ENOENT",
    ]],
    "no-answer": [[
      { destination: "org.x", member: "Hello" },
      "org.x did not answer Hello in time",
      "org.x không trả lời Hello kịp lúc",
    ]],
  },
  tray: {
    "silent-panel": [[{}, "The panel does not answer", "Thanh tác vụ không trả lời"]],
    "no-sni-panel": [[
      {},
      "No panel shows tray icons of the StatusNotifierItem kind",
      "Không có thanh tác vụ nào hiện biểu tượng khay kiểu StatusNotifierItem",
    ]],
    "no-panel": [[{}, "No panel shows tray icons", "Không có thanh tác vụ nào hiện biểu tượng khay"]],
    "no-display": [[{}, "There is no display", "Không có màn hình đồ họa"]],
    "names-taken": [[
      {},
      "Cannot show the tray icon: all names for it are taken on the session bus",
      "Không hiện được biểu tượng khay: mọi tên dành cho nó trên bus phiên đã bị dùng",
    ]],
    "not-wanted": [[{}, "No tray icon was asked for", "Không ai yêu cầu biểu tượng khay"]],
    "sni-on-linux-only": [[
      {},
      "StatusNotifierItem exists on Linux only",
      "StatusNotifierItem chỉ có trên Linux",
    ]],
    "icon-refused": [[
      { why: { about: "bus", kind: "no-answer", destination: "org.x", member: "Y" } },
      "The panel does not take the icon: org.x did not answer Y in time",
      "Thanh tác vụ không nhận biểu tượng: org.x không trả lời Y kịp lúc",
    ]],
  },
  "tray-helper": {
    "not-for-processor": [[
      {},
      "The tray helper does not exist for this processor",
      "Không có chương trình phụ cho khay trên bộ xử lý này",
    ]],
    "shows-no-icon": [[
      {},
      "The tray helper does not show its icon",
      "Chương trình phụ cho khay không hiện biểu tượng",
    ]],
    "not-for-windows": [[{}, "it is not a program for Windows", "đó không phải chương trình cho Windows"]],
    "unknown-headers": [[
      {},
      "its headers are of a kind that is not known",
      "phần đầu của nó thuộc loại không biết được",
    ]],
    ended: [[
      { how: "status 1; x" },
      "The tray helper has ended: status 1; x",
      "Chương trình phụ cho khay đã kết thúc: status 1; x",
    ]],
    "ended-at-start": [[
      { how: "status 1" },
      "The tray helper ended at its start: status 1",
      "Chương trình phụ cho khay kết thúc ngay khi chạy: status 1",
    ]],
    "not-started": [[
      { why: { about: "system", text: "Input/output error (os error 5)" } },
      "The tray helper cannot be started: Input/output error (os error 5)",
      "Không chạy được chương trình phụ cho khay: Input/output error (os error 5)",
    ]],
    unusable: [[
      { place: "/p", why: { about: "folder", kind: "disk-full" } },
      'Cannot use "/p" for the tray helper: the disk is full',
      'Không dùng được "/p" cho chương trình phụ cho khay: đĩa đã đầy',
    ]],
    "odd-subsystem": [[
      { number: 9 },
      "its subsystem is 9, not 2 or 3",
      "phân hệ (subsystem) của nó là 9, không phải 2 hoặc 3",
    ]],
  },
};
