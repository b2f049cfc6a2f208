/** What the desktop offers: a tray, a notification service, and the autostart. */
import type { Desktop } from "../../core/language/doctor_messages.ts";
import { describeAutostart } from "../autostart.ts";
import type { Availability } from "../../tray/driver.ts";
import { type Check, type Examination, ok, problem, warning } from "./check.ts";
import type { DesktopFacts } from "./versions.ts";
import { reasonOf } from "../../core/reason_error.ts";
import type { Remedy } from "../../core/remedy.ts";

const YES: Availability = { kind: "yes" };

export async function trayCheck(exam: Examination, facts: DesktopFacts): Promise<Check> {
  const choice = await exam.chooseTray();
  if (choice.kind === "headless") {
    return problem("tray", exam.messages.reason(choice.why), remedy(exam, choice.remedy));
  }
  const { driver, availability } = choice;
  const prepared = await driver.prepare?.() ?? YES;
  if (prepared.kind !== "yes") {
    return problem("tray", exam.messages.reason(prepared.why), exam.messages.remedy(prepared.remedy));
  }
  switch (availability.kind) {
    case "yes":
      return ok(
        "tray",
        facts.trayHost === null ? driver.name : exam.says.trayHost(driver.name, facts.trayHost),
      );
    case "later":
      return warning("tray", exam.messages.reason(availability.why), remedy(exam, availability.remedy));
    case "no":
      return problem("tray", exam.messages.reason(availability.why), remedy(exam, availability.remedy));
  }
}

/** What helps, and where this desktop's tray comes from. */
function remedy({ host, messages, says, platform }: Examination, known: Remedy | null): string {
  const desktop = platform.os === "linux" ? knownDesktop(host.env("XDG_CURRENT_DESKTOP") ?? "") : null;
  const words = known === null ? [] : [messages.remedy(known)];
  return [...words, ...(desktop === null ? [] : [says.trayAdvice(desktop)])].join("; ");
}

function knownDesktop(names: string): Desktop | null {
  for (const name of names.toLowerCase().split(":")) {
    if (name.includes("gnome")) return "gnome";
    if (name === "xfce" || name === "i3") return name;
    if (["sway", "hyprland", "river", "wayfire", "niri", "labwc"].includes(name)) return "wlroots";
  }
  return null;
}

export async function notificationCheck(
  { sender, messages, says }: Examination,
  { notifications }: DesktopFacts,
): Promise<Check> {
  const found = await sender.describe().finally(() => sender.close());
  switch (found.kind) {
    case "missing":
    case "uncertain":
      return warning("notifications", messages.reason(found.why), messages.remedy(found.remedy));
    case "works": {
      const abilities = notifications?.abilities ?? [];
      const detail = messages.reason(found.detail);
      return ok(
        "notifications",
        abilities.length === 0 ? detail : `${detail}; ${says.abilities(abilities.join(", "))}`,
      );
    }
  }
}

export async function autostartCheck(exam: Examination): Promise<Check> {
  try {
    const { text, works } = await describeAutostart(exam);
    return works ? ok("autostart", text) : warning("autostart", text, exam.words.autostart.enableAnew);
  } catch (error) {
    return warning("autostart", exam.messages.reason(reasonOf(error)), exam.words.autostart.enableAnew);
  }
}
