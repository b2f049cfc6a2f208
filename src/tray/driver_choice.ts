/** Chooses the tray driver. The result is data: the driver, or why there is none and what would help. */
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import type { Availability, TrayDriver, TrayPort } from "./driver.ts";
import { askXembedTray, xembedTrayAppears } from "./xembed_tray.ts";
import type { Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

export type TrayOption = "auto" | "sni" | "systray2" | "none";

export type TrayChoice =
  /** `availability` is never "no" here. While it is "later", the driver waits for a panel. */
  | { readonly kind: "driver"; readonly driver: TrayDriver; readonly availability: Availability }
  /** The program runs without an icon. `remedy` is null if the person asked for that. */
  | { readonly kind: "headless"; readonly why: Reason; readonly remedy: Remedy | null };

export interface TrayChoiceParts {
  readonly host: Pick<Host, "env" | "sleep" | "files">;
  readonly platform: Pick<Platform, "os">;
  /** `sni` is only used on Linux. */
  readonly drivers: { readonly sni: TrayDriver | null; readonly systray2: TrayDriver };
}

/**
 * How long in ms an XEmbed tray has to be the only tray before it is used: panels that have both kinds open them one
 * after the other.
 */
const SETTLE_MS = 1_000;

/**
 * Chooses a driver; takes 2 s at most. `auto` takes StatusNotifierItem where a panel speaks it. Otherwise it takes
 * systray2 on Windows, on macOS and for XEmbed trays. While there is no tray at all, it waits for one of either kind.
 */
export async function chooseTray(wanted: TrayOption, parts: TrayChoiceParts): Promise<TrayChoice> {
  const { drivers: { sni, systray2 }, platform } = parts;
  switch (wanted) {
    case "none":
      return { kind: "headless", why: { about: "tray", kind: "not-wanted" }, remedy: null };
    case "systray2":
      return choiceOf(systray2, await systray2.available());
    case "sni":
      if (sni === null) {
        const why: Reason = { about: "tray", kind: "sni-on-linux-only" };
        return { kind: "headless", why, remedy: { kind: "use-tray-auto" } };
      }
      return choiceOf(sni, await sni.available());
    case "auto":
      return platform.os !== "linux" || sni === null
        ? choiceOf(systray2, await systray2.available())
        : await chooseOnLinux(sni, parts);
  }
}

function choiceOf(driver: TrayDriver, availability: Availability): TrayChoice {
  if (availability.kind !== "no") return { kind: "driver", driver, availability };
  return { kind: "headless", why: availability.why, remedy: availability.remedy };
}

async function chooseOnLinux(sni: TrayDriver, parts: TrayChoiceParts): Promise<TrayChoice> {
  const { host, drivers: { systray2 } } = parts;
  const [first, second, xembed] = await Promise.all([
    sni.available(),
    systray2.available(),
    askXembedTray(host),
  ]);
  if (first.kind === "yes") return choiceOf(sni, first);
  if (xembed === "there" && second.kind === "yes") return choiceOf(systray2, second);
  if (first.kind === "later") {
    return second.kind === "no" ? choiceOf(sni, first) : choiceOf(patient(sni, systray2, host), first);
  }
  if (second.kind !== "no") return choiceOf(systray2, second);
  const why: Reason = { about: "several", kind: "sentences", reasons: [first.why, second.why] };
  return { kind: "headless", why, remedy: first.remedy };
}

/** Waits for a panel with StatusNotifierItem, and changes to systray2 if only an XEmbed tray appears. */
function patient(sni: TrayDriver, systray2: TrayDriver, host: TrayChoiceParts["host"]): TrayDriver {
  return {
    name: sni.name,
    available: () => sni.available(),
    async run(port, signal) {
      const turn = new AbortController();
      const stop = () => turn.abort();
      signal.addEventListener("abort", stop);
      if (signal.aborted) stop();
      let shown = false;
      const watched: TrayPort = {
        ...port,
        status(status) {
          shown = status.kind === "shown";
          port.status(status);
        },
      };
      const older = olderTrayAlone(host, () => shown, turn.signal).then((alone) => {
        if (alone) turn.abort();
        return alone;
      });
      try {
        await sni.run(watched, turn.signal);
      } finally {
        turn.abort();
        signal.removeEventListener("abort", stop);
      }
      if (await older && !signal.aborted) await systray2.run(port, signal);
    },
  };
}

/**
 * Resolves with true when an XEmbed tray has been the only tray for a while; with false when the signal aborts first.
 */
async function olderTrayAlone(
  host: TrayChoiceParts["host"],
  otherShown: () => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  if (!await xembedTrayAppears(host, signal)) return false;
  await host.sleep(SETTLE_MS, signal);
  return !signal.aborted && !otherShown();
}
