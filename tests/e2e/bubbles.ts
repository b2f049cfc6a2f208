/** What xfce4-notifyd shows of notices, and a press on it. */
import { join } from "node:path";
import { type Desktop, until } from "./desktop.ts";

export const XFCE4_NOTIFYD = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd";

/** Starts xfce4-notifyd. Its bubbles disappear by themselves only after ten minutes, which is longer than any test takes. */
export async function startPatientNotifyd(desktop: Desktop): Promise<void> {
  const folder = join(desktop.env.XDG_CONFIG_HOME ?? "", "xfce4/xfconf/xfce-perchannel-xml");
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(
    join(folder, "xfce4-notifyd.xml"),
    `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-notifyd" version="1.0">
  <property name="expire-timeout" type="int" value="600"/>
</channel>
`,
  );
  desktop.start(XFCE4_NOTIFYD);
}

/** The windows of xfce4-notifyd: one for each bubble. */
export async function bubbles(desktop: Desktop): Promise<readonly string[]> {
  try {
    const found = await desktop.run("xdotool", ["search", "--onlyvisible", "--class", "notifyd"]);
    return found.split("\n").filter((line) => line !== "");
  } catch {
    // Nothing was found.
    return [];
  }
}

/** A bubble gets its size some frames after it was asked for; a press beside the button makes it go away. */
const STEADY_LOOKS = 8;

/**
 * Presses what is at this place of the only bubble, counted from its right and lower edges, when it has come to rest, and
 * waits until that shows.
 */
export async function pressBubble(
  desktop: Desktop,
  place: { readonly fromRight: number; readonly fromBottom: number },
  shows: () => boolean | Promise<boolean>,
): Promise<void> {
  let looks: readonly string[] = [];
  await until(async () => {
    const [bubble] = await bubbles(desktop);
    const geometry = bubble === undefined ? null : await geometryOf(desktop, bubble);
    looks = geometry === null ? [] : [...looks.filter((look) => look === geometry), geometry];
    if (bubble !== undefined && geometry !== null && looks.length >= STEADY_LOOKS) {
      const [, width, height] = /WIDTH=(\d+)\nHEIGHT=(\d+)/.exec(geometry) ?? [];
      const x = String(Number(width) - place.fromRight);
      const y = String(Number(height) - place.fromBottom);
      // A button takes no press before the pointer has come to it, and it may have appeared below the pointer.
      await desktop.run("xdotool", [
        "mousemove",
        "0",
        "0",
        "mousemove",
        "--window",
        bubble,
        x,
        y,
        "click",
        "1",
      ]);
      looks = [];
    }
    return await shows();
  }, "what comes of the press");
}

/** Its place and size; null = it has gone. */
async function geometryOf(desktop: Desktop, bubble: string): Promise<string | null> {
  try {
    return await desktop.run("xdotool", ["getwindowgeometry", "--shell", bubble]);
  } catch {
    return null;
  }
}
