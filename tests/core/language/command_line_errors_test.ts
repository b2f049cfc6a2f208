/** What a person typed wrong, as src/core/language/vi/command_line_errors.ts says it. */
import { assertEquals } from "@std/assert";
import { usageErrorVi } from "../../../src/core/language/vi/command_line_errors.ts";

Deno.test("usageErrorVi() says what commander says, with what a person wrote as it was, and leaves other lines", () => {
  const rows: readonly (readonly [string, string])[] = [
    [
      "error: option '--tray <driver>' argument 'big $1' is invalid. Allowed choices are auto, sni.",
      "lỗi: giá trị 'big $1' của tùy chọn '--tray <driver>' không hợp lệ. Được phép: auto, sni.",
    ],
    [
      "error: command-argument value 'x' is invalid for argument 'shell'. Allowed choices are bash, zsh.",
      "lỗi: giá trị 'x' của đối số 'shell' không hợp lệ. Được phép: bash, zsh.",
    ],
    ["error: missing required argument 'minutes'", "lỗi: thiếu đối số 'minutes'"],
    ["error: option '--tray <driver>' argument missing", "lỗi: tùy chọn '--tray <driver>' thiếu giá trị"],
    [
      "error: option '--waybar' cannot be used with option '--json'",
      "lỗi: không dùng được tùy chọn '--waybar' cùng với '--json'",
    ],
    ["error: unknown option '--it's'", "lỗi: không có tùy chọn '--it's'"],
    ["error: unknown command 'statu'", "lỗi: không có lệnh 'statu'"],
    [
      "error: too many arguments for 'snooze'. Expected 1 argument but got 2: 1, 2.",
      "lỗi: 'snooze' có quá nhiều đối số. Cần 1 nhưng nhận được 2: 1, 2.",
    ],
    [
      "error: too many arguments for 'quit'. Expected 0 arguments but got 2: a, b.",
      "lỗi: 'quit' có quá nhiều đối số. Cần 0 nhưng nhận được 2: a, b.",
    ],
    ["(Did you mean one of --json, --watch?)", "(Có phải bạn muốn một trong: --json, --watch?)"],
    ["(Did you mean --json?)", "(Có phải bạn muốn --json?)"],
    ["error: something else", "error: something else"],
    ["", ""],
  ];
  for (const [english, vietnamese] of rows) assertEquals(usageErrorVi(english), vietnamese);
});
