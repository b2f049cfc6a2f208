/** What the program asks of the window manager, with a display whose properties are in memory. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { activateWindow, programWindows } from "../../src/x11/program_windows.ts";
import type { XDisplay } from "../../src/x11/x_display.ts";

const ROOT = 1;

/** By window, then by name; a text that is in a list of numbers is an atom's name. */
type Properties = Readonly<Record<number, Readonly<Record<string, string | readonly (number | string)[]>>>>;

function displayWith(properties: Properties) {
  const atoms: string[] = [];
  const told: (readonly [number, string, readonly number[]])[] = [];
  const atom = (name: string) => {
    if (!atoms.includes(name)) atoms.push(name);
    return 100 + atoms.indexOf(name);
  };
  const valueOf = (window: number, name: number) => properties[window]?.[atoms[name - 100] ?? ""];
  const display: XDisplay = {
    screen: 0,
    root: ROOT,
    atom: (name) => Promise.resolve(atom(name)),
    numbers(window, name) {
      const value = valueOf(window, name) ?? [];
      if (typeof value === "string") return Promise.resolve([]);
      return Promise.resolve(value.map((each) => typeof each === "string" ? atom(each) : each));
    },
    text(window, name) {
      const value = valueOf(window, name);
      return Promise.resolve(typeof value === "string" ? value : "");
    },
    tellManager({ window, type, data }) {
      told.push([window, atoms[type - 100] ?? "", data]);
      return Promise.resolve();
    },
    selectionOwner: () => Promise.resolve(0),
    listenToRoot() {},
    rootMessage: () => Promise.reject(new Error("nothing is said")),
    [Symbol.dispose]() {},
  };
  return { display, told };
}

const ACTIVE = "_NET_ACTIVE_WINDOW", CURRENT = "_NET_CURRENT_DESKTOP", HERE = "_NET_WM_DESKTOP";

Deno.test("activateWindow() asks as the person's own hand, and goes to the window's desktop first", async () => {
  const both = { _NET_SUPPORTED: [CURRENT, ACTIVE], [CURRENT]: [1] };
  const active = [7, ACTIVE, [2]] as const;
  const cases: readonly [Properties, readonly unknown[]][] = [
    [{ [ROOT]: both, 7: { [HERE]: [3] } }, [[ROOT, CURRENT, [3]], active]],
    [{ [ROOT]: both, 7: { [HERE]: [1] } }, [active]],
    [{ [ROOT]: both, 7: { [HERE]: [0xffffffff] } }, [active]],
    [{ [ROOT]: both, 7: {} }, [active]],
    [{ [ROOT]: { _NET_SUPPORTED: [ACTIVE] }, 7: { [HERE]: [3] } }, [active]],
    [{ [ROOT]: { _NET_SUPPORTED: [CURRENT], [CURRENT]: [1] }, 7: { [HERE]: [3] } }, []],
    [{}, []],
  ];
  for (const [properties, expected] of cases) {
    const { display, told } = displayWith(properties);
    assertEquals(await activateWindow(display, 7), expected.length > 0);
    assertEquals(told, [...expected] as typeof told);
  }
});

Deno.test("programWindows() gives the windows of these processes here, the lowest first", async () => {
  const own = (title: string, more = {}) => ({ _NET_WM_PID: [50], _NET_WM_NAME: title, ...more });
  const type = (name: string) => ({ _NET_WM_WINDOW_TYPE: [name] });
  const properties: Properties = {
    [ROOT]: { _NET_CLIENT_LIST: [2, 3, 4, 5, 6, 7, 8, 9, 10], _NET_CLIENT_LIST_STACKING: [4, 3] },
    2: own("two"),
    3: own("three", { WM_CLIENT_MACHINE: "pc.example\0" }),
    4: own("four", { ...type("_NET_WM_WINDOW_TYPE_NORMAL"), WM_CLIENT_MACHINE: "PC" }),
    5: own("other machine", { WM_CLIENT_MACHINE: "pc2.example" }),
    6: own("panel", type("_NET_WM_WINDOW_TYPE_DOCK")),
    7: own("desktop", type("_NET_WM_WINDOW_TYPE_DESKTOP")),
    8: { _NET_WM_PID: [51], _NET_WM_NAME: "other process" },
    9: { _NET_WM_NAME: "no process" },
    // 10 has gone meanwhile.
  };
  const { display } = displayWith(properties);
  assertEquals(await programWindows(display, { pids: [50, 60], machine: "pc" }), [
    { id: 2, pid: 50, title: "two" },
    { id: 4, pid: 50, title: "four" },
    { id: 3, pid: 50, title: "three" },
  ]);
  assertEquals(await programWindows(displayWith({}).display, { pids: [50], machine: "pc" }), []);
});

Deno.test("programWindows() takes the older title where there is no other", async () => {
  const { display } = displayWith({
    [ROOT]: { _NET_CLIENT_LIST: [2] },
    2: { _NET_WM_PID: [50], WM_NAME: "old" },
  });
  assertEquals((await programWindows(display, { pids: [50], machine: "pc" }))[0]?.title, "old");
});
