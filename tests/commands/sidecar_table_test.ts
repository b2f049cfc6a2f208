// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { listedSidecar, sidecarTable } from "../../src/commands/sidecar_table.ts";
import { commandMessagesIn, messagesIn } from "../../src/core/language/catalogues.ts";
import type { Language } from "../../src/core/language/languages.ts";

function shown(language: Language, ...rows: readonly Record<string, unknown>[]): readonly string[] {
  const nothing = {
    name: "agents",
    state: "idle",
    url: null,
    pid: null,
    restartCount: 0,
    uptime_seconds: null,
    reason: null,
  };
  const sidecars = rows.map((row) => listedSidecar.parse({ ...nothing, ...row, more: "is left out" }));
  return sidecarTable(sidecars, { words: commandMessagesIn(language), messages: messagesIn(language) });
}

const running = { state: "healthy", url: "http://127.0.0.1:8765", pid: 37, uptime_seconds: 7500 };

Deno.test("sidecarTable() has a column for reasons where there is one, and everything below its heading", () => {
  assertEquals(
    shown(
      "en",
      running,
      { name: "b", state: "restarting", restartCount: 12, reason: "It ended with status 3" },
      { name: "proxy", state: "unhealthy", pid: 53, uptime_seconds: 12, reason: "No answer within 2 s" },
    ),
    [
      "NAME     STATE           UPTIME        ADDRESS                 RESTARTS   REASON",
      "agents   running         2 h           http://127.0.0.1:8765   0",
      "b        restarts soon   -             -                       12         It ended with status 3",
      "proxy    not well        under 1 min   process 53              0          No answer within 2 s",
    ],
  );
});

Deno.test("sidecarTable() has no column for reasons where there are none, and a word for each state", () => {
  const states = ["idle", "starting", "healthy", "stopping", "stopped", "failed"];
  assertEquals(
    shown("en", ...states.map((state) => ({ state }))).map((line) => line.slice(9, 20).trimEnd()),
    ["STATE", "not started", "starting", "running", "stopping", "stopped", "failed"],
  );
  assertEquals(shown("en", {})[0], "NAME     STATE         UPTIME   ADDRESS   RESTARTS");
});

Deno.test("sidecarTable() counts the letters of Vietnamese as they are seen", () => {
  assertEquals(shown("vi", running, { state: "restarting" }), [
    "TÊN      TRẠNG THÁI          ĐÃ CHẠY   ĐỊA CHỈ                 KHỞI ĐỘNG LẠI",
    "agents   đang chạy           2 giờ     http://127.0.0.1:8765   0",
    "agents   sắp khởi động lại   -         -                       0",
  ]);
});
