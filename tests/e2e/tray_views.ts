/** Tray views for the tests of the drivers. */
import type { MenuEntry } from "../../src/core/menu_entry.ts";
import type { TrayView } from "../../src/core/views/tray_view.ts";

/** A view with one of everything in its menu. */
export const VIEW: TrayView = {
  icon: {
    style: "ring",
    condition: "good",
    percent: 42,
    level: "green",
    snoozed: false,
    attention: null,
    pulse: 0,
  },
  tooltip: {
    title: "claudeminder: 42.0% | week 13% | Reset in 2h 5m",
    body: "Session 42 %, resets in 2 h 5 min\nWeek 13 %",
  },
  menu: [
    { kind: "item", id: "limit:session", label: "Session 42 %", action: null },
    { kind: "item", id: "limit:week", label: "Week_13 % & <more>", action: null },
    { kind: "separator", id: "after-limits" },
    { kind: "item", id: "refresh", label: "Refresh now", action: { kind: "refresh" } },
    {
      kind: "submenu",
      id: "snooze",
      label: "Snooze",
      entries: [
        {
          kind: "item",
          id: "snooze:5",
          label: "5 minutes",
          action: { kind: "snooze", minutes: 5 },
          checked: true,
        },
        {
          kind: "item",
          id: "snooze:15",
          label: "15 minutes",
          action: { kind: "snooze", minutes: 15 },
          checked: false,
        },
      ],
    },
    { kind: "item", id: "quit", label: "Quit", action: { kind: "quit" } },
  ],
};

/** The view with another percentage in the icon. */
export function withPercent(view: TrayView, percent: number): TrayView {
  const level = percent >= 90 ? "red" : percent >= 75 ? "orange" : percent >= 50 ? "yellow" : "green";
  return { ...view, icon: { ...view.icon, percent, level } };
}

/** The view with another label for the entry of that id. */
export function withLabel(view: TrayView, id: string, label: string): TrayView {
  const relabel = (entry: MenuEntry): MenuEntry => {
    if (entry.id === id && entry.kind !== "separator") return { ...entry, label };
    return entry.kind === "submenu" ? { ...entry, entries: entry.entries.map(relabel) } : entry;
  };
  return { ...view, menu: view.menu.map(relabel) };
}

/** The view with one more entry at the top of its menu. */
export function withEntry(view: TrayView, entry: MenuEntry): TrayView {
  return { ...view, menu: [entry, ...view.menu] };
}
