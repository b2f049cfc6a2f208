// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { ROOMS } from "./rooms.ts";
import { roomsTable } from "./rooms_table.ts";

Deno.test("roomsTable() has a row for each room, and says what its groups of files are", () => {
  const lines = roomsTable().split("\n");
  assertEquals(lines.filter((line) => line.startsWith("| `")).length, ROOMS.length);
  const table = lines.find((line) => line.startsWith("| `dbus/`"));
  assertEquals(
    table,
    "| `dbus/` | Messages over D-Bus | `dbus/`, `core/reason.ts`, `core/reason_error.ts`, *the seam* " +
      "| dbus/ carries messages, whatever they are about, and says why it cannot |",
  );
  assert(
    lines.includes(
      "- *the seam*: `host/host.ts`, `host/staying_program.ts`, `host/abort_signals.ts`, `host/time_limit.ts`, `host/files/private_folder.ts`",
    ),
  );
});
