/** Chooses how notices are shown on this system. */
import type { Host } from "../host/host.ts";
import { busAddresses } from "../dbus/bus_address.ts";
import type { BusHost } from "../dbus/bus_connection.ts";
import type { Platform } from "../platform/platform.ts";
import type { ButtonLinks } from "./button_links.ts";
import { commandSender } from "./command_sender.ts";
import { dbusSender } from "./dbus_sender.ts";
import type { NoticeSender, SenderDescription } from "./sender.ts";
import type { Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

export interface SenderParts {
  readonly host: BusHost & Pick<Host, "run">;
  readonly platform: Pick<Platform, "os" | "notify" | "withdrawNotice" | "notifyProgram">;
  /** Buttons as links, if the person has turned them on; null = there are only the buttons of D-Bus. */
  readonly links: () => ButtonLinks | null;
}

/** Linux: D-Bus, and `notify-send` if this program can reach no bus. Elsewhere: the system's own program. */
export function chooseSender(parts: SenderParts): NoticeSender {
  switch (parts.platform.os) {
    case "linux":
      return linuxSender(parts);
    case "macos":
      return programSender(parts, "osascript");
    case "windows":
      return programSender(parts, "PowerShell");
  }
}

function linuxSender(parts: SenderParts): NoticeSender {
  const { host } = parts;
  const overBus = dbusSender({ host });
  const byProgram = programSender(parts, "notify-send");
  /** `notify-send` can reach buses that this program cannot, such as one over TCP, or one that it finds through the display. */
  const thereIsNoBus = async () => (await busAddresses(host)).length === 0;
  return {
    name: overBus.name,
    async send(notice, pressed) {
      const sent = await overBus.send(notice, pressed);
      if (sent.kind === "shown" || !await thereIsNoBus()) return sent;
      const second = await byProgram.send(notice, pressed);
      if (second.kind === "shown") return second;
      const why: Reason = { about: "several", kind: "both", first: sent.why, second: second.why };
      return { kind: "failed", why };
    },
    withdraw: (subject) => overBus.withdraw(subject),
    onReturn: (listener) => overBus.onReturn(listener),
    async describe() {
      return await thereIsNoBus() ? await withoutBus(parts) : await overBus.describe();
    },
    close: () => overBus.close(),
  };
}

/**
 * That `notify-send` can be run does not mean that its notices are shown: it needs a bus too. It finds one by a kind of address that
 * this program does not know, or starts one for the display.
 * Source: dbus-launch(1), "--autolaunch"; D-Bus specification, "Well-known Message Bus Instances".
 */
async function withoutBus({ host, platform }: SenderParts): Promise<SenderDescription> {
  const remedy: Remedy = { kind: "start-in-desktop-session" };
  const isSet = (name: string) => (host.env(name) ?? "") !== "";
  if (!isSet("DISPLAY") && !isSet("DBUS_SESSION_BUS_ADDRESS")) {
    const noBus: Reason = { about: "bus", kind: "none" };
    return { kind: "missing", why: { about: "several", kind: "after-colon", why: noBus }, remedy };
  }
  const found = await describeProgram({ host, platform }, "notify-send");
  if (found.kind !== "works") return found;
  return { kind: "uncertain", why: found.detail, remedy };
}

/** How long in ms the program may take to say that it is there. */
const ASK_MS = 1_900;

function programSender({ host, platform, links }: SenderParts, name: string): NoticeSender {
  return commandSender({
    host,
    name,
    command: (notice) => platform.notify(notice, links()?.issue(notice) ?? null),
    withdraw: (subject) => platform.withdrawNotice(subject),
    describe: () => describeProgram({ host, platform }, name),
  });
}

async function describeProgram(
  { host, platform }: Pick<SenderParts, "host" | "platform">,
  name: string,
): Promise<SenderDescription> {
  const { probe, detail, remedy } = platform.notifyProgram;
  const why: Reason = { about: "notifications", kind: "not-run", program: name };
  const missing = { kind: "missing", why, remedy } as const;
  try {
    const { code, stdout, timedOut } = await host.run(probe, { timeoutMs: ASK_MS });
    const isThere = code === 0 && !timedOut && stdout.includes(probe.prints ?? "");
    return isThere ? { kind: "works", detail } : missing;
  } catch {
    return missing;
  }
}
