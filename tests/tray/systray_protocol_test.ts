import { assertEquals } from "@std/assert";
import type { SystrayItem } from "../../src/tray/systray_menu.ts";
import { EXIT, iconChange, itemChange, messageIn, wholeMenu } from "../../src/tray/systray_protocol.ts";

const QUIT: SystrayItem = {
  __id: 7,
  title: 'Quit "now"\n',
  tooltip: "",
  enabled: true,
  hidden: false,
  checked: false,
};
const MORE: SystrayItem = { ...QUIT, __id: 6, title: "More", items: [QUIT] };
const ICON = { icon: "AAAA", tooltip: "Session 42 %" };

Deno.test("messageIn() reads what the helper says, and nothing else", () => {
  const rows: readonly (readonly [string, ReturnType<typeof messageIn>])[] = [
    ['{"type":"ready"}', { kind: "ready" }],
    ['{"type":"ready"}\r', { kind: "ready" }],
    // As a helper has sent it, with more than is needed.
    ['{"type":"clicked","item":{"title":"Quit","__id":7},"seq_id":-1,"__id":7}', { kind: "clicked", id: 7 }],
    ['{"type":"clicked"}', null],
    ['{"type":"clicked","__id":"7"}', null],
    ['{"type":"clicked","__id":7.5}', null],
    ['{"type":"ended"}', null],
    ["(claudeminder:1): Gtk-WARNING **: cannot open display", null],
    ['Gtk: {"type":"ready"}', null],
    ['["ready"]', null],
    ["null", null],
    ["", null],
  ];
  for (const [line, said] of rows) assertEquals(messageIn(line), said, line);
});

Deno.test("what is said to the helper is one JSON object a line, in the package's words", () => {
  const rows: readonly (readonly [string, unknown])[] = [
    [wholeMenu(ICON, [MORE]), { ...ICON, title: "", items: [MORE] }],
    [iconChange(ICON), { type: "update-menu", menu: { ...ICON, title: "", items: [] } }],
    [itemChange(QUIT), { type: "update-item", item: QUIT, seq_id: -1 }],
    [EXIT, { type: "exit" }],
  ];
  for (const [line, said] of rows) {
    assertEquals(line.indexOf("\n"), line.length - 1, line);
    assertEquals(JSON.parse(line), said);
  }
});

Deno.test("itemChange() sends a submenu without its entries, which the helper would all show", () => {
  assertEquals(JSON.parse(itemChange(MORE)).item, { ...QUIT, __id: 6, title: "More" });
});
