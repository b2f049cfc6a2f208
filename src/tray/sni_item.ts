/**
 * The StatusNotifierItem that panels see on the bus: its icon, tooltip and menu as properties, and the signals of their changes.
 * Source: freedesktop "StatusNotifierItem"; KDE's "org.kde.StatusNotifierItem.xml".
 */
import * as z from "zod";
import { type IconSpec, sameIcon } from "../core/icon/icon_spec.ts";
import { shownLine, shownLines, withoutMarkup } from "../core/text/shown_text.ts";
import type { TrayView } from "../core/views/tray_view.ts";
import { BadCall, type SessionBus } from "../dbus/bus.ts";
import { busMethod, type BusObject, type BusProperty } from "../dbus/bus_object.ts";
import type { BodyWriter } from "../dbus/message_writer.ts";
import { type DbusMenu, MENU_INTERFACE } from "./dbus_menu.ts";
import { type IconPixels, PANEL_SIZES_PX } from "./icon_pixels.ts";

export const ITEM_PATH = "/StatusNotifierItem";
const ITEM_INTERFACE = "org.kde.StatusNotifierItem";
export const MENU_PATH = "/MenuBar";

/** Sends signals for those parts of the view that changed. */
export function tellPanels(
  bus: SessionBus,
  { before, after, menu }: { readonly before: TrayView; readonly after: TrayView; readonly menu: DbusMenu },
): void {
  if (!sameIcon(before.icon, after.icon)) {
    bus.emit({ path: ITEM_PATH, interface: ITEM_INTERFACE, member: "NewIcon" });
  }
  const { title, body } = before.tooltip;
  if (title !== after.tooltip.title || body !== after.tooltip.body) {
    bus.emit({ path: ITEM_PATH, interface: ITEM_INTERFACE, member: "NewToolTip" });
  }
  for (const news of menu.update(after.menu)) {
    bus.emit({ path: MENU_PATH, interface: MENU_INTERFACE, ...news });
  }
}

/** The item as an object on the bus; its properties follow the view. */
export function itemObject(view: () => TrayView, icons: Pick<IconPixels, "iconArgb">): BusObject {
  const click = (member: string) =>
    busMethod({ takes: "ii", gives: "" }, z.unknown(), () => {
      // The panel asks for the program's own window. It is told that there is none, and opens the menu instead.
      throw new BadCall("org.freedesktop.DBus.Error.UnknownMethod", `There is nothing to ${member}`);
    });
  return {
    interface: ITEM_INTERFACE,
    properties: () => itemProperties(view(), icons),
    methods: {
      Activate: click("activate"),
      SecondaryActivate: click("activate"),
      ContextMenu: click("show besides the menu"),
      Scroll: busMethod({ takes: "is", gives: "" }, z.unknown(), () => () => {}),
    },
    signals: { NewIcon: [], NewToolTip: [], NewStatus: ["s"], NewTitle: [] },
  };
}

function itemProperties(
  view: TrayView,
  icons: Pick<IconPixels, "iconArgb">,
): Readonly<Record<string, BusProperty>> {
  return {
    Category: text("ApplicationStatus"),
    Id: text("claudeminder"),
    Title: text("claudeminder"),
    Status: text("Active"),
    WindowId: { signature: "i", write: (out) => out.int32(0) },
    // Panels would look for a name in the icon theme first, before they take the pixels.
    IconName: text(""),
    IconThemePath: text(""),
    IconPixmap: { signature: "a(iiay)", write: (out) => writePixmaps(out, view.icon, icons) },
    OverlayIconName: text(""),
    OverlayIconPixmap: NO_PIXMAP,
    AttentionIconName: text(""),
    AttentionIconPixmap: NO_PIXMAP,
    AttentionMovieName: text(""),
    ToolTip: { signature: "(sa(iiay)ss)", write: (out) => writeToolTip(out, view.tooltip) },
    // Asks the panel to open the menu on a left click; not all panels do.
    ItemIsMenu: { signature: "b", write: (out) => out.boolean(true) },
    Menu: { signature: "o", write: (out) => out.string(MENU_PATH) },
  };
}

const NO_PIXMAP: BusProperty = { signature: "a(iiay)", write: (out) => out.array(8, () => {}) };

function text(value: string): BusProperty {
  return { signature: "s", write: (out) => out.string(value) };
}

function writePixmaps(out: BodyWriter, spec: IconSpec, icons: Pick<IconPixels, "iconArgb">): void {
  out.array(8, () => {
    for (const sizePx of PANEL_SIZES_PX) {
      out.struct(() => {
        out.int32(sizePx);
        out.int32(sizePx);
        out.bytes(icons.iconArgb(spec, sizePx));
      });
    }
  });
}

function writeToolTip(out: BodyWriter, tooltip: TrayView["tooltip"]): void {
  out.struct(() => {
    out.string("");
    out.array(8, () => {});
    out.string(withoutMarkup(shownLine(tooltip.title)));
    out.string(withoutMarkup(shownLines(tooltip.body)));
  });
}
