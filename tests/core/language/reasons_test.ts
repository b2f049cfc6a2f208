/** Each reason in both languages: src/core/language/en/reasons.ts and src/core/language/vi/reasons.ts. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { messagesIn } from "../../../src/core/language/catalogues.ts";
import { reasonEn } from "../../../src/core/language/en/reasons.ts";
import { languages } from "../../../src/core/language/languages.ts";
import { reasonVi } from "../../../src/core/language/vi/reasons.ts";
import type { Reason } from "../../../src/core/reason.ts";
import { fileReasons } from "./file_reason_samples.ts";
import { networkReasons } from "./network_reason_samples.ts";
import { trayReasons } from "./tray_reason_samples.ts";
import { desktopReasons } from "./desktop_reason_samples.ts";
import { sidecarReasons } from "./sidecar_reason_samples.ts";
import type { About, Said } from "./reason_samples.ts";

/** Samples of each kind. */
const said: { readonly [A in About]: Said<A> } = {
  ...fileReasons,
  ...networkReasons,
  ...trayReasons,
  ...desktopReasons,
  ...sidecarReasons,
  several: {
    sentences: [[
      { reasons: [{ about: "bus", kind: "none" }, { about: "tray", kind: "no-panel" }] },
      "There is no D-Bus session bus. No panel shows tray icons",
      "Không có bus phiên D-Bus. Không có thanh tác vụ nào hiện biểu tượng khay",
    ]],
    both: [[
      {
        first: { about: "notifications", kind: "no-service" },
        second: { about: "notifications", kind: "not-run", program: "notify-send" },
      },
      "there is no notification service, and notify-send cannot be run",
      "không có dịch vụ thông báo; không chạy được notify-send",
    ]],
    "after-colon": [[
      { why: { about: "bus", kind: "none" } },
      "there is no D-Bus session bus",
      "không có bus phiên D-Bus",
    ]],
    "with-remedy": [[
      { why: { about: "tray", kind: "no-panel" }, remedy: { kind: "start-panel-with-tray" } },
      "No panel shows tray icons. Start a panel with a tray, or add the tray to yours",
      "Không có thanh tác vụ nào hiện biểu tượng khay. Hãy chạy một thanh tác vụ có khay, hoặc thêm khay vào đó",
    ]],
  },
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
      { key: "usage.proxy", rule: { kind: "type", type: "record" }, got: "5" },
      "usage.proxy must be record, got 5",
      "usage.proxy phải là record, nhận được 5",
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
      { key: "", rule: { kind: "other", text: "odd" }, got: "{}" },
      "the settings is not valid (odd), got {}",
      "cài đặt không hợp lệ (odd), nhận được {}",
    ]],
  },
  snooze: {
    "no-session": [[
      {},
      "No session is running: there is no reset to wait for",
      "Không có phiên nào đang chạy: không có lần đặt lại nào để chờ",
    ]],
  },
  agent: {
    "already-answered": [[
      {},
      "This was answered already, or is no longer asked",
      "Việc này đã được trả lời, hoặc không còn được hỏi nữa",
    ]],
    gone: [[{ product: "OpenCode" }, "The agent's OpenCode has ended", "OpenCode của agent này đã kết thúc"]],
    locked: [[
      { product: "OpenCode" },
      "The agent's OpenCode wants a password",
      "OpenCode của agent này đòi mật khẩu",
    ]],
    "not-answering": [[
      { product: "OpenCode" },
      "The agent's OpenCode does not answer",
      "OpenCode của agent này không trả lời",
    ]],
    refused: [[
      { product: "OpenCode" },
      "The agent's OpenCode does not take this answer",
      "OpenCode của agent này không nhận câu trả lời này",
    ]],
    "not-seen-whole": [[
      {},
      "This cannot be seen whole here: it can be allowed in its terminal only",
      "Không thể xem hết nội dung này ở đây: chỉ có thể cho phép trong cửa sổ dòng lệnh của nó",
    ]],
  },
};

interface Sample {
  readonly reason: Reason;
  readonly english: string;
  readonly vietnamese: string;
}

const samples = Object.entries(said).flatMap(([about, kinds]) =>
  Object.entries<readonly (readonly [object, string, string])[]>(kinds).flatMap(([kind, rows]) =>
    rows.map(([fields, english, vietnamese]): Sample => ({
      reason: { about, kind, ...fields } as Reason,
      english,
      vietnamese,
    }))
  )
);

for (const about of Object.keys(said)) {
  Deno.test(`reasonEn() and reasonVi() say each reason about ${about}`, () => {
    for (const { reason, english, vietnamese } of samples.filter((sample) => sample.reason.about === about)) {
      assertEquals([reasonEn(reason), reasonVi(reason)], [english, vietnamese]);
    }
  });
}

for (const language of languages.filter((each) => each !== "en")) {
  Deno.test(`each reason has words of its own in ${language}, and all that stands in it in English`, () => {
    for (const { reason, english } of samples) {
      const sentence = messagesIn(language).reason(reason);
      assert(sentence !== english && sentence !== "", `not translated into ${language}: ${english}`);
      for (const value of valuesIn(reason)) {
        assert(!english.includes(value) || sentence.includes(value), `${sentence} lacks ${value}`);
      }
    }
  });
}

/** The texts and numbers in a value, at any depth, that a sentence holds as they are. */
function valuesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${value}`];
  const kinds = ["about", "kind", "type", "shape", "remedy"];
  return Object.entries(value).flatMap(([key, each]) => kinds.includes(key) ? [] : valuesIn(each));
}

Deno.test("what the system or another program says is shown as it is", () => {
  const text = "Permission denied (os error 13)";
  for (const language of languages) {
    assertEquals(messagesIn(language).reason({ about: "system", text }), text);
  }
});
