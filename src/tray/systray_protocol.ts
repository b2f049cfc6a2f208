/**
 * What systray2's helper program and this program say to each other: one JSON object a line. The helper says that it is ready, and is
 * then given the whole menu once. From then on it takes changes, and tells which entries are chosen.
 * Source: index.js of the package systray2 2.1.4.
 */
import * as z from "zod";
import { parseJson } from "../core/text/json.ts";
import type { SystrayItem } from "./systray_menu.ts";

/** The icon with its tooltip. `icon`: a PNG or ICO file in Base64. */
export interface SystrayIcon {
  readonly icon: string;
  readonly tooltip: string;
}

/** `id`: the `__id` of an item. */
export type HelperMessage = { readonly kind: "ready" } | { readonly kind: "clicked"; readonly id: number };

const message = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("clicked"), __id: z.int() }),
]);

/** What a line of the helper's says; null = nothing: its toolkit prints warnings there too. */
export function messageIn(line: string): HelperMessage | null {
  const { data } = message.safeParse(parseJson(line));
  if (data === undefined) return null;
  return data.type === "ready" ? { kind: "ready" } : { kind: "clicked", id: data.__id };
}

/** The answer to "ready": what is shown from the start. */
export function wholeMenu(icon: SystrayIcon, items: readonly SystrayItem[]): string {
  return line({ ...icon, title: "", items });
}

/** Another icon and tooltip. The items stay, though the message must have a list of them. */
export function iconChange(icon: SystrayIcon): string {
  return line({ type: "update-menu", menu: { ...icon, title: "", items: [] } });
}

/** One item as it is now. With `items`, the helper would show all that are hidden among them: it is sent without. */
export function itemChange({ items: _, ...item }: SystrayItem): string {
  return line({ type: "update-item", item, seq_id: BY_ID });
}

/** The items are named by their `__id`, not by their number in a list. */
const BY_ID = -1;

/** Takes the icon away; the helper ends. */
export const EXIT = line({ type: "exit" });

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
