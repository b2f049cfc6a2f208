/** Why there is no icon, in English: the session bus, panels, the helper program. */
import type { BusReason, Reason, TrayHelperReason, TrayReason } from "../../reason.ts";

export function busReasonEn(reason: BusReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "none":
      return "There is no D-Bus session bus";
    case "no-way":
      return `No way to the session bus: ${say(reason.why)}`;
    case "lets-nobody-in":
      return "The session bus let nobody in";
    case "closed":
      return "The session bus closed the connection";
    case "gone":
      return "The session bus went away";
    case "silent":
      return "The session bus does not answer";
    case "no-answer":
      return `${reason.destination} did not answer ${reason.member} in time`;
    case "closed-here":
      return "The connection was closed";
    case "program-ending":
      return "The program is ending";
  }
}

export function trayReasonEn(reason: TrayReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "silent-panel":
      return "The panel does not answer";
    case "icon-refused":
      return `The panel does not take the icon: ${say(reason.why)}`;
    case "no-sni-panel":
      return "No panel shows tray icons of the StatusNotifierItem kind";
    case "no-panel":
      return "No panel shows tray icons";
    case "no-display":
      return "There is no display";
    case "names-taken":
      return "Cannot show the tray icon: all names for it are taken on the session bus";
    case "not-wanted":
      return "No tray icon was asked for";
    case "sni-on-linux-only":
      return "StatusNotifierItem exists on Linux only";
  }
}

export function trayHelperReasonEn(reason: TrayHelperReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "not-for-processor":
      return "The tray helper does not exist for this processor";
    case "ended-at-start":
      return `The tray helper ended at its start: ${reason.how}`;
    case "ended":
      return `The tray helper has ended: ${reason.how}`;
    case "shows-no-icon":
      return "The tray helper does not show its icon";
    case "not-started":
      return `The tray helper cannot be started: ${say(reason.why)}`;
    case "unusable":
      return `Cannot use "${reason.place}" for the tray helper: ${say(reason.why)}`;
    case "not-for-windows":
      return "it is not a program for Windows";
    case "unknown-headers":
      return "its headers are of a kind that is not known";
    case "odd-subsystem":
      return `its subsystem is ${reason.number}, not 2 or 3`;
  }
}
