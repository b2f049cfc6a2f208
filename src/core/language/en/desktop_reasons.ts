/** Why notifications, start at login and opening things do not work, in English. */
import type { AutostartReason, NotificationsReason, OpeningReason, Reason } from "../../reason.ts";

export function notificationsReasonEn(reason: NotificationsReason): string {
  switch (reason.kind) {
    case "no-service":
      return "there is no notification service";
    case "not-sent":
      return "the notification could not be sent";
    case "silent-service":
      return "the notification service does not answer";
    case "service-ended":
      return "the notification service ended before it answered";
    case "service-not-started":
      return "the notification service cannot be started";
    case "refused":
      return `the notification service refused it (${reason.error || "no reason given"})`;
    case "turned-off":
      return "notifications are turned off in Windows' settings";
    case "late":
      return `${reason.program} did not end within ${reason.seconds} s`;
    case "failed":
      return `${reason.program} failed (exit status ${reason.status})`;
    case "shows-nothing":
      return `${reason.program} shows nothing`;
    case "not-run":
      return `${reason.program} cannot be run`;
    case "by-startable-service":
      return "D-Bus, by a service that the bus starts when it is needed";
    case "by-service":
      return `D-Bus, by ${reason.name}, ${reason.buttons ? "with buttons" : "which has no buttons"}`;
    case "by-notify-send":
      return "notify-send may show them, without buttons: no D-Bus session bus is known";
    case "by-powershell":
      return "PowerShell, in Windows PowerShell's name; buttons where reminder.toast_buttons is on";
    case "by-osascript":
      return "osascript, in Script Editor's name and without buttons";
  }
}

export function autostartReasonEn(reason: AutostartReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "not-at-login":
      return `Cannot start ${JSON.stringify(reason.program)} at login: ${say(reason.why)}`;
    case "no-links":
      return `Links cannot be registered for ${JSON.stringify(reason.program)}: ${say(reason.why)}`;
    case "not-full-path":
      return "it is not a full path";
    case "quotation-mark":
      return "the path has a quotation mark in it";
    case "control-character":
      return "the path has a control character in it";
    case "not-utf8":
      return "the path is not valid UTF-8";
    case "percent":
      return "Windows would put something else in the place of the % in the path";
    case "too-long":
      return "the path is too long for what Windows starts at login";
    case "ambiguous-character":
      return `desktops differ in how they read the ${reason.character} in the path`;
    case "passing-place":
      return "macOS runs it from a passing place: move it to Applications first";
  }
}

export function openingReasonEn(reason: OpeningReason): string {
  switch (reason.kind) {
    case "program-not-run":
      return `Cannot open ${reason.target}: ${reason.program} cannot be run`;
    case "program-failed":
      return `Cannot open ${reason.target}: the program for it ended with ${reason.status}`;
  }
}
