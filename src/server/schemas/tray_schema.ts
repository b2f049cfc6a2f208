/** What the tray shows, as other programs get it. */
import * as z from "zod";
import type { IconSpec } from "../../core/icon/icon_spec.ts";
import type { MenuEntry } from "../../core/menu_entry.ts";
import type { TrayView } from "../../core/views/tray_view.ts";
import type { Shape } from "./shape.ts";

const icon = z.strictObject(
  {
    style: z.enum(["ring", "number", "bar"]),
    condition: z.enum([
      ...["good", "waiting", "stale", "offline", "rate-limited", "signed-out", "problem"] as const,
    ]),
    percent: z.int().nullable(),
    level: z.enum(["green", "yellow", "orange", "red"]).nullable(),
    snoozed: z.boolean(),
    attention: z.enum(["alert", "waiting"]).nullable().describe("waiting: an agent waits for an answer"),
    pulse: z.union([z.literal(0), z.literal(1), z.literal(2)]).describe("how far a pulse has lit it"),
  } satisfies Shape<IconSpec>,
).meta({ id: "Icon" });

type Item = MenuEntry & { readonly kind: "item" };

const menuEntry = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("item"),
    id: z.string(),
    label: z.string(),
    action: z.custom<Item["action"]>((value) => typeof value === "object")
      .describe("what choosing it does, with its `kind`; null = nothing"),
    figure: z.literal(true).exactOptional().describe("shown as readable although nothing can be chosen"),
    checked: z.boolean().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("submenu"),
    id: z.string(),
    label: z.string(),
    get entries(): z.ZodReadonly<z.ZodArray<z.ZodType<MenuEntry>>> {
      return z.array(menuEntry as z.ZodType<MenuEntry>).readonly();
    },
  }),
  z.strictObject({ kind: z.literal("separator"), id: z.string() }),
]).meta({ id: "MenuEntry" });

/** Icon, tooltip and menu. */
export const trayViewSchema = z.strictObject(
  {
    icon,
    tooltip: z.strictObject({ title: z.string(), body: z.string() } satisfies Shape<TrayView["tooltip"]>),
    menu: z.array(menuEntry).readonly(),
  } satisfies Shape<TrayView>,
).meta({ id: "TrayView", description: "Icon, tooltip and menu of the tray." });
