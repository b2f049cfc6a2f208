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
import { settingsReasons } from "./settings_reason_samples.ts";
import { sidecarReasons } from "./sidecar_reason_samples.ts";
import type { About, Said } from "./reason_samples.ts";

/** Samples of each kind. */
const said: { readonly [A in About]: Said<A> } = {
  ...fileReasons,
  ...networkReasons,
  ...trayReasons,
  ...desktopReasons,
  ...sidecarReasons,
  history: {
    off: [[
      {},
      "The history is off: history.enabled is false in the settings",
      "Lịch sử đang tắt: history.enabled là false trong cài đặt",
    ]],
  },
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
  ...settingsReasons,
  snooze: {
    "no-session": [[
      {},
      "No session is running: there is no reset to wait for",
      "Không có phiên nào đang chạy: không có lần đặt lại nào để chờ",
    ]],
  },
  server: {
    "port-taken": [[
      { port: 9464, instead: 40001 },
      "Another program has port 9464 (dashboard.port): port 40001 is used",
      "Chương trình khác đang dùng cổng 9464 (dashboard.port): cổng 40001 được dùng thay",
    ]],
    "port-refused": [[
      { port: 80, instead: 40001, why: { about: "system", text: "Permission denied" } },
      "Port 80 (dashboard.port) cannot be used, port 40001 is: Permission denied",
      "Không dùng được cổng 80 (dashboard.port), cổng 40001 được dùng thay: Permission denied",
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
