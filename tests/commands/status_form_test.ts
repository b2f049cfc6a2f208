/** The forms of `status`, asked of a running program that may be older. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { lineForm, type StatusForm, terminalForm, waybarForm } from "../../src/commands/status_form.ts";
import { textByRunning } from "../../src/commands/status_watch.ts";
import type { Terminal } from "../../src/commands/terminal_text.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { RpcError } from "../../src/server/rpc_client.ts";

const terminal: Terminal = { columns: () => 80, colours: "none", printRaw: () => Promise.resolve() };
const older: Parameters<StatusForm["byRunning"]>[0] = {
  call(method) {
    switch (method) {
      case "status.get":
        return Promise.resolve({ sidecars: [] });
      case "tray.get":
        return Promise.resolve({ tooltip: { title: "claudeminder: 15.0%", body: "Session: 15%\x1b[2J" } });
      default:
        return Promise.reject(new RpcError(-32601, "Method not found"));
    }
  },
};

Deno.test("terminalForm() shows of an older program what scripts read, and no order to the terminal", async () => {
  assertEquals(
    await terminalForm(en, terminal).byRunning(older),
    "claudeminder: 15.0%\n  Session: 15%\\u001b[2J",
  );
});

Deno.test("the forms for bars say of an older program that it is to be started anew", async () => {
  for (const form of [lineForm(en, null), lineForm(en, "{percent}"), waybarForm(en)]) {
    await assertRejects(() => form.byRunning(older), RpcError);
    const told: string[] = [];
    assertEquals(await textByRunning({ err: (line) => told.push(line), messages: en }, form, older), null);
    assertEquals(told, [en.bars.olderRunning]);
  }
});
