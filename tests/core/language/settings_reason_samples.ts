/** Reasons about settings, in both languages. */
import type { Said } from "./reason_samples.ts";

export const settingsReasons: { readonly [A in "settings"]: Said<A> } = {
  settings: {
    unreadable: [[
      { file: "/c.toml", why: { about: "file", kind: "is-folder" } },
      'Cannot read config "/c.toml": it is a folder',
      'Không đọc được tệp cài đặt "/c.toml": đó là một thư mục',
    ], [
      {
        file: "/c.toml",
        why: {
          about: "settings",
          kind: "value",
          key: "usage.poll_minutes",
          rule: { kind: "at-least", bound: 1 },
          got: "0",
        },
      },
      'Cannot read config "/c.toml": usage.poll_minutes must be at least 1, got 0',
      'Không đọc được tệp cài đặt "/c.toml": usage.poll_minutes phải từ 1 trở lên, nhận được 0',
    ]],
    unwritable: [[
      { file: "/c.toml", why: { about: "system", text: "Input/output error (os error 5)" } },
      'Cannot write config "/c.toml": Input/output error (os error 5)',
      'Không ghi được tệp cài đặt "/c.toml": Input/output error (os error 5)',
    ]],
    "not-json": [[
      {},
      "the settings must be a JSON object; this is not valid JSON",
      "cài đặt phải là một đối tượng JSON; đây không phải JSON hợp lệ",
    ]],
    "not-an-object": [[{}, "the settings must be a JSON object", "cài đặt phải là một đối tượng JSON"]],
    "unknown-key": [[{ key: "usage.pol" }, "no such setting: usage.pol", "không có cài đặt này: usage.pol"]],
    value: [[
      { key: "usage.poll_minutes", rule: { kind: "at-least", bound: 1 }, got: "0" },
      "usage.poll_minutes must be at least 1, got 0",
      "usage.poll_minutes phải từ 1 trở lên, nhận được 0",
    ], [
      { key: "goals.daily_budget_percent", rule: { kind: "more-than", bound: 0 }, got: "0" },
      "goals.daily_budget_percent must be more than 0, got 0",
      "goals.daily_budget_percent phải lớn hơn 0, nhận được 0",
    ], [
      { key: "levels.red", rule: { kind: "at-most", bound: 100 }, got: "101" },
      "levels.red must be at most 100, got 101",
      "levels.red không được quá 100, nhận được 101",
    ], [
      { key: "reminder.snooze_minutes", rule: { kind: "least-entries", count: 1 }, got: "[]" },
      "reminder.snooze_minutes must have at least 1 entries, got []",
      "reminder.snooze_minutes phải có ít nhất 1 mục, nhận được []",
    ], [
      { key: "opencode.ports", rule: { kind: "most-entries", count: 20 }, got: "[1,2]" },
      "opencode.ports must have at most 20 entries, got [1,2]",
      "opencode.ports không được có quá 20 mục, nhận được [1,2]",
    ], [
      { key: "language", rule: { kind: "one-of", values: ['"auto"', '"en"', '"vi"'] }, got: '"fr"' },
      'language must be one of "auto", "en", "vi", got "fr"',
      'language phải là một trong "auto", "en", "vi", nhận được "fr"',
    ], [
      { key: "usage.pins", rule: { kind: "type", type: "array" }, got: "5" },
      "usage.pins must be a list, got 5",
      "usage.pins phải là một danh sách, nhận được 5",
    ], [
      { key: "icon.pulse", rule: { kind: "type", type: "boolean" }, got: "5" },
      "icon.pulse must be true or false, got 5",
      "icon.pulse phải là true hoặc false, nhận được 5",
    ], [
      { key: "opencode.ports.[0]", rule: { kind: "type", type: "int" }, got: "1.5" },
      "opencode.ports.[0] must be a whole number, got 1.5",
      "opencode.ports.[0] phải là một số nguyên, nhận được 1.5",
    ], [
      { key: "levels.red", rule: { kind: "type", type: "number" }, got: "true" },
      "levels.red must be a number, got true",
      "levels.red phải là một số, nhận được true",
    ], [
      { key: "usage", rule: { kind: "type", type: "object" }, got: "5" },
      "usage must be a table, got 5",
      "usage phải là một bảng, nhận được 5",
    ], [
      { key: "usage.proxy", rule: { kind: "type", type: "string" }, got: null },
      "usage.proxy must be a text, got nothing",
      "usage.proxy phải là một văn bản, nhận được không có gì",
    ], [
      { key: "usage.proxy", rule: { kind: "type", type: "date" }, got: "5" },
      "usage.proxy must be date, got 5",
      "usage.proxy phải là date, nhận được 5",
    ], [
      { key: "focus_mode.quiet_hours_end", rule: { kind: "time" }, got: '"25"' },
      'focus_mode.quiet_hours_end must be a time such as "22:00", or "", got "25"',
      'focus_mode.quiet_hours_end phải là giờ như "22:00", hoặc "", nhận được "25"',
    ], [
      { key: "levels", rule: { kind: "rising-levels" }, got: '{"red":1}' },
      'levels must rise: yellow <= orange <= red, got {"red":1}',
      'levels phải tăng dần: yellow <= orange <= red, nhận được {"red":1}',
    ], [
      { key: "opencode.state_file", rule: { kind: "full-path" }, got: '"x"' },
      'opencode.state_file must be a full path, or "", got "x"',
      'opencode.state_file phải là đường dẫn đầy đủ, hoặc "", nhận được "x"',
    ], [
      { key: "updates.url", rule: { kind: "version-url" }, got: '"ftp:x"' },
      'updates.url must be an https URL without a user name, or "", got "ftp:x"',
      'updates.url phải là URL https không có tên người dùng, hoặc "", nhận được "ftp:x"',
    ], [
      { key: "opencode.servers.[0]", rule: { kind: "server-url" }, got: '"x"' },
      'opencode.servers.[0] must be "http://HOST:PORT" or "https://HOST:PORT", without a path or a login, got "x"',
      'opencode.servers.[0] phải là "http://HOST:PORT" hoặc "https://HOST:PORT", không có đường dẫn hay thông tin đăng nhập, nhận được "x"',
    ], [
      { key: "opencode", rule: { kind: "two-files" }, got: "{}" },
      "opencode must name two files: state_file and usage_file, got {}",
      "opencode phải chỉ ra hai tệp khác nhau: state_file và usage_file, nhận được {}",
    ], [
      { key: "metrics.textfile", rule: { kind: "prom-file" }, got: '"/x"' },
      'metrics.textfile must be a full path that ends with ".prom", or "", got "/x"',
      'metrics.textfile phải là đường dẫn đầy đủ kết thúc bằng ".prom", hoặc "", nhận được "/x"',
    ], [
      { key: "sidecar[0].name", rule: { kind: "sidecar-name" }, got: '"a b"' },
      'sidecar[0].name must be 1 to 32 letters, digits, "-" or "_", the first a letter or digit, and no name of a device of Windows, got "a b"',
      'sidecar[0].name phải có 1 đến 32 chữ cái, chữ số, "-" hoặc "_", bắt đầu bằng chữ cái hoặc chữ số, và không phải tên thiết bị của Windows, nhận được "a b"',
    ], [
      { key: "sidecar[1].name", rule: { kind: "name-taken" }, got: '"Agents"' },
      'sidecar[1].name must differ from the names of all other sidecars, by more than upper and lower case, got "Agents"',
      'sidecar[1].name phải khác tên của mọi chương trình phụ khác, không chỉ khác chữ hoa chữ thường, nhận được "Agents"',
    ], [
      { key: "sidecar[0].command", rule: { kind: "no-program" }, got: '[""]' },
      'sidecar[0].command must begin with a program, got [""]',
      'sidecar[0].command phải bắt đầu bằng một chương trình, nhận được [""]',
    ], [
      { key: "sidecar[0].cwd", rule: { kind: "no-nul" }, got: '"/a"' },
      'sidecar[0].cwd must not hold a NUL character, got "/a"',
      'sidecar[0].cwd không được chứa ký tự NUL, nhận được "/a"',
    ], [
      { key: "sidecar[0].health.path", rule: { kind: "url-path" }, got: '"x"' },
      'sidecar[0].health.path must be a path such as "/health", without blanks, got "x"',
      'sidecar[0].health.path phải là đường dẫn như "/health", không có khoảng trắng, nhận được "x"',
    ], [
      { key: "sidecar[0].host", rule: { kind: "loopback-host" }, got: '"0.0.0.0"' },
      'sidecar[0].host must be an address of this machine: "127.0.0.1", "::1" or "localhost", got "0.0.0.0"',
      'sidecar[0].host phải là địa chỉ của máy này: "127.0.0.1", "::1" hoặc "localhost", nhận được "0.0.0.0"',
    ], [
      { key: "sidecar[0].env", rule: { kind: "variable-name" }, got: '"A-B"' },
      'sidecar[0].env must name a variable by letters, digits and "_", the first no digit, got "A-B"',
      'sidecar[0].env phải đặt tên biến bằng chữ cái, chữ số và "_", không bắt đầu bằng chữ số, nhận được "A-B"',
    ], [
      { key: "sidecar[0].env", rule: { kind: "own-variable" }, got: '"CLAUDEMINDER_SIDECAR"' },
      'sidecar[0].env must be another variable: claudeminder itself sets this one, got "CLAUDEMINDER_SIDECAR"',
      'sidecar[0].env phải là biến khác: claudeminder tự đặt biến này, nhận được "CLAUDEMINDER_SIDECAR"',
    ], [
      { key: "sidecar[0].health.token_env", rule: { kind: "variable-twice" }, got: '"TOKEN"' },
      'sidecar[0].health.token_env must be a variable that env does not set, got "TOKEN"',
      'sidecar[0].health.token_env phải là biến mà env không đặt, nhận được "TOKEN"',
    ], [
      { key: "sidecar[0].port", rule: { kind: "port-unknown" }, got: "0" },
      "sidecar[0].port must be a port, or {port} must stand in command or env: else nobody knows where it answers, got 0",
      "sidecar[0].port phải là một cổng, hoặc {port} phải có trong command hay env: nếu không thì không ai biết nó trả lời ở đâu, nhận được 0",
    ], [
      { key: "sidecar[0].fallback_ports", rule: { kind: "port-untold" }, got: "[1]" },
      "sidecar[0].fallback_ports need {port} in command or env: else the program does not know which one it got, got [1]",
      "sidecar[0].fallback_ports cần có {port} trong command hay env: nếu không thì chương trình không biết nó nhận cổng nào, nhận được [1]",
    ], [
      { key: "sidecar[0].fallback_ports[1]", rule: { kind: "another-port" }, got: "8765" },
      "sidecar[0].fallback_ports[1] must be another port than port and the other fallback_ports, got 8765",
      "sidecar[0].fallback_ports[1] phải là cổng khác với port và các fallback_ports còn lại, nhận được 8765",
    ], [
      { key: "sidecar[0].socket", rule: { kind: "socket-path" }, got: '"x"' },
      'sidecar[0].socket must be a full path of at most 103 bytes, or "", got "x"',
      'sidecar[0].socket phải là đường dẫn đầy đủ không quá 103 byte, hoặc "", nhận được "x"',
    ], [
      { key: "sidecar[0].socket", rule: { kind: "socket-unset" }, got: '""' },
      'sidecar[0].socket must be set, since {socket} stands in command or env, got ""',
      'sidecar[0].socket phải được đặt, vì {socket} có trong command hay env, nhận được ""',
    ], [
      { key: "sidecar[0].shutdown.type", rule: { kind: "jsonrpc-only" }, got: '"jsonrpc"' },
      'sidecar[0].shutdown.type can only be set so where health.type is "jsonrpc", got "jsonrpc"',
      'sidecar[0].shutdown.type chỉ đặt như vậy được khi health.type là "jsonrpc", nhận được "jsonrpc"',
    ], [
      { key: "sidecar[0].shutdown.type", rule: { kind: "not-with-jsonrpc" }, got: '"http"' },
      'sidecar[0].shutdown.type must be "jsonrpc" or "signal" where health.type is "jsonrpc", got "http"',
      'sidecar[0].shutdown.type phải là "jsonrpc" hoặc "signal" khi health.type là "jsonrpc", nhận được "http"',
    ], [
      { key: "", rule: { kind: "other", text: "odd" }, got: "{}" },
      "the settings is not valid (odd), got {}",
      "cài đặt không hợp lệ (odd), nhận được {}",
    ]],
  },
};
