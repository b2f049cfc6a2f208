/** Reasons about files, folders, what Windows keeps, and variables, in both languages. */
import type { Said } from "./reason_samples.ts";

export const fileReasons: {
  readonly [A in "file" | "own-file" | "folder" | "windows" | "variable"]: Said<A>;
} = {
  file: {
    unreadable: [[
      { path: "/a", why: { about: "file", kind: "is-folder" } },
      'Cannot read "/a": it is a folder',
      'Không đọc được "/a": đó là một thư mục',
    ], [
      { path: "/a", why: { about: "file", kind: "too-large", bytes: 4096 } },
      'Cannot read "/a": it is larger than 4096 bytes',
      'Không đọc được "/a": tệp lớn hơn 4096 byte',
    ]],
    unwritable: [[
      { path: "/a", why: { about: "file", kind: "not-ordinary" } },
      'Cannot write "/a": it is not an ordinary file',
      'Không ghi được "/a": đó không phải tệp thường',
    ]],
    unlockable: [[
      { path: "/a", why: { about: "file", kind: "held", seconds: 10 } },
      'Cannot lock "/a": another process has held it for 10 s',
      'Không khóa được "/a": tiến trình khác giữ đã 10 giây',
    ]],
    "is-folder": [[{}, "it is a folder", "đó là một thư mục"]],
    "too-many-links": [[{}, "too many links", "quá nhiều liên kết"]],
    "not-ordinary": [[{}, "it is not an ordinary file", "đó không phải tệp thường"]],
    "silent-disk": [[{}, "the disk it is on does not answer", "ổ đĩa chứa nó không trả lời"]],
    damaged: [[{}, "it is damaged", "tệp bị hỏng"]],
    "in-use": [[{}, "another process is writing to it", "tiến trình khác đang ghi vào nó"]],
    forbidden: [[{}, "permission denied", "không có quyền"]],
    "not-read": [[{}, "it cannot be read", "tệp không đọc được"]],
    "too-large": [[{ bytes: 4096 }, "it is larger than 4096 bytes", "tệp lớn hơn 4096 byte"]],
    held: [[{ seconds: 10 }, "another process has held it for 10 s", "tiến trình khác giữ đã 10 giây"]],
  },
  "own-file": {
    "of-newer-version": [[
      { file: "/h.sqlite" },
      "/h.sqlite was made by a newer version of claudeminder, and is left as it is",
      "/h.sqlite do một phiên bản claudeminder mới hơn tạo ra, và được để nguyên",
    ]],
    unreadable: [[
      { file: "/s.json", why: { about: "file", kind: "is-folder" } },
      "Cannot read /s.json: it is a folder",
      "Không đọc được /s.json: đó là một thư mục",
    ]],
    unwritable: [[
      { file: "/s.json", why: { about: "system", text: "Input/output error (os error 5)" } },
      "Cannot write /s.json: Input/output error (os error 5)",
      "Không ghi được /s.json: Input/output error (os error 5)",
    ]],
    "set-aside": [[
      { file: "/s.json", parts: [], aside: "/s.json.bad-1" },
      "/s.json made no sense and was set aside as /s.json.bad-1",
      "/s.json không đọc hiểu được và đã được cất thành /s.json.bad-1",
    ], [
      { file: "/s.json", parts: ["told", "periods"], aside: "/s.json.bad-1" },
      "/s.json (told, periods) made no sense and was set aside as /s.json.bad-1",
      "/s.json (told, periods) không đọc hiểu được và đã được cất thành /s.json.bad-1",
    ]],
    "not-set-aside": [[
      { file: "/s.json", parts: ["told"], why: { about: "file", kind: "forbidden" } },
      "/s.json (told) makes no sense and cannot be set aside: permission denied",
      "/s.json (told) không đọc hiểu được và không cất đi được: không có quyền",
    ]],
  },
  folder: {
    unusable: [[
      { folder: "/f", why: { about: "folder", kind: "not-folder" } },
      'Cannot use the folder "/f": it is not a folder',
      'Không dùng được thư mục "/f": đó không phải thư mục',
    ]],
    "missing": [[{}, "it is not there", "không có thư mục đó"]],
    "not-folder": [[{}, "it is not a folder", "đó không phải thư mục"]],
    "disk-full": [[{}, "the disk is full", "đĩa đã đầy"]],
    "quota-used-up": [[{}, "the disk quota is used up", "đã dùng hết hạn mức đĩa"]],
    "read-only": [[{}, "it is read-only", "chỗ này chỉ cho đọc"]],
    "runs-no-programs": [[
      {},
      "programs in it may not be run (noexec?)",
      "không được phép chạy chương trình ở đó (noexec?)",
    ]],
    open: [[{ mode: "755" }, "its mode must be 700, it is 755", "quyền phải là 700, hiện là 755"]],
    "is-folder": [[{ path: "/p" }, '"/p" is a folder', '"/p" là một thư mục']],
    "of-another-user": [[{ path: "/p" }, '"/p" belongs to another user', '"/p" thuộc về người dùng khác']],
    altered: [[
      { path: "/p" },
      '"/p" does not hold what was written to it',
      '"/p" không chứa đúng những gì đã ghi vào',
    ]],
    "changed-by-others": [[
      { folder: "/f" },
      'others can change what is in "/f"',
      'người khác thay đổi được những gì trong "/f"',
    ]],
    "program-failed": [[
      { status: 126 },
      "a program in it failed (exit status 126)",
      "một chương trình ở đó thất bại (mã kết thúc 126)",
    ]],
  },
  windows: {
    "registry-unreadable": [[
      { key: "HKCU\\Software", why: { about: "system", text: "Access is denied (error 5)" } },
      "Cannot read HKCU\\Software: Access is denied (error 5)",
      "Không đọc được HKCU\\Software: Access is denied (error 5)",
    ]],
    "registry-unwritable": [[
      { key: "HKCU\\Software", why: { about: "system", text: "Access is denied (error 5)" } },
      "Cannot write HKCU\\Software: Access is denied (error 5)",
      "Không ghi được HKCU\\Software: Access is denied (error 5)",
    ]],
    "sockets-unreadable": [[
      { why: { about: "system", text: "error 50" } },
      "Cannot read the table of sockets: error 50",
      "Không đọc được bảng các socket: error 50",
    ]],
    "no-start-without-window": [[
      { why: { about: "windows", kind: "no-console" } },
      "Programs cannot be started without a window: there is no console to join",
      "Không chạy được chương trình nào mà không hiện cửa sổ: không có console nào để dùng chung",
    ]],
    "no-console": [[{}, "there is no console to join", "không có console nào để dùng chung"]],
  },
  variable: {
    "home-unset": [[
      { variable: "USERPROFILE" },
      "Cannot find the home folder: USERPROFILE is not set",
      "Không tìm thấy thư mục cá nhân: chưa đặt USERPROFILE",
    ]],
    "home-no-folder": [[
      { variable: "HOME" },
      "Cannot find the home folder: HOME is not set to one",
      "Không tìm thấy thư mục cá nhân: HOME không chỉ tới thư mục nào",
    ]],
    tilde: [[
      { variable: "CLAUDE_CONFIG_DIR", path: "/home/a/x" },
      'CLAUDE_CONFIG_DIR begins with "~", which only a shell understands: taken for /home/a/x',
      'CLAUDE_CONFIG_DIR bắt đầu bằng "~", chỉ shell mới hiểu: được coi là /home/a/x',
    ]],
    relative: [[
      { variable: "CLAUDE_CONFIG_DIR", path: "/w/x" },
      "CLAUDE_CONFIG_DIR is not a full path: taken for /w/x, from where this program was started",
      "CLAUDE_CONFIG_DIR không phải đường dẫn đầy đủ: được coi là /w/x, tính từ nơi chương trình được chạy",
    ]],
  },
};
