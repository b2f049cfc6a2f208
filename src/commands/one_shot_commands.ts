/**
 * The one-shot commands of the older programs: each prints exactly one JSON object on one line. Where a program is running, they ask it,
 * so that the endpoint gets no second request. Otherwise they do the work themselves.
 */
import { reasonOf } from "../core/reason_error.ts";
import { savedReadingOf, type SavedState } from "../core/saved_state.ts";
import { parseJson } from "../core/text/json.ts";
import { longestSnoozeMinutes, noReset, snoozeEnd, type SnoozeLength } from "../core/alerts/snooze.ts";
import { remindersFor } from "../core/alerts/check_reminders.ts";
import { usageObject } from "../core/views/get_usage_json.ts";
import { connectRunning } from "../server/rpc_client.ts";
import { changeSettings } from "../storage/settings_file.ts";
import { loadSavedState, saveState, withSavedState } from "../storage/state_file.ts";
import { askOnce } from "./ask_provider_once.ts";
import { type CommandParts, type ExitStatus, goodSettings } from "./command.ts";
import { printCall } from "./running_program.ts";
import { runningForThis } from "./same_login_as_running.ts";
import { second } from "../core/time/units.ts";

/** `get_usage`, and with `again` `refresh_usage`, for the login of this terminal. */
export async function getUsage(parts: CommandParts, { again }: { again: boolean }): Promise<ExitStatus> {
  const found = await runningForThis(parts);
  if (found.kind === "same-login") {
    return await printCall(parts, found.running, again ? "usage.refresh" : "usage.get");
  }
  const besideOther = found.kind === "other-login";
  const state = await askOnce(parts, { ask: again ? "always" : "not-young", besideOther });
  if (state === null) return 1;
  parts.out(JSON.stringify(usageObject(state, parts.host.now(), parts.messages)));
  return 0;
}

/** Whether there is a token that has not expired. Asks nobody. */
export async function checkToken(parts: CommandParts): Promise<ExitStatus> {
  const settings = await goodSettings(parts);
  if (settings === null) return 1;
  const net = parts.createNet(settings.usage);
  const found = await parts.createProvider(() => net).credential({ again: true });
  parts.out(JSON.stringify({ available: found.kind === "token" }));
  return 0;
}

export async function getConfig(parts: CommandParts): Promise<ExitStatus> {
  const settings = await goodSettings(parts);
  if (settings === null) return 1;
  parts.out(JSON.stringify({ config: settings }));
  return 0;
}

/** Needs no call to the running program: it sees the file change. */
export async function setConfig(parts: CommandParts, json: string): Promise<ExitStatus> {
  const change = parseJson(json);
  const settings = change === undefined
    ? { kind: "problems" as const, problems: [{ about: "settings", kind: "not-json" } as const] }
    : await changeSettings(parts.host, parts.files.settings, change);
  switch (settings.kind) {
    case "settings":
      parts.out(JSON.stringify({ success: true, config: settings.settings }));
      return 0;
    case "problems": {
      const error = settings.problems.map(parts.messages.reason).join("; ");
      parts.out(JSON.stringify({ success: false, error }));
      return 0;
    }
  }
}

/** `text`: minutes, or `reset`. The snooze ends with the session in any case. */
export async function snooze(parts: CommandParts, text: string): Promise<ExitStatus> {
  const wish = snoozeWish(text);
  if (wish === null) {
    const error = parts.words.badMinutes(longestSnoozeMinutes, JSON.stringify(text));
    parts.out(JSON.stringify({ error }));
    return 2;
  }
  const running = await connectRunning(parts.host, parts.files.server);
  if (running !== null) {
    const params = wish === "until-reset" ? { until: "reset" } : wish;
    return await printCall(parts, running, "alerts.snooze", params);
  }
  const now = parts.host.now();
  const snoozed = await saveSnooze(parts, (saved) => snoozeEnd(savedReadingOf(saved), wish, now));
  if (snoozed === null) return 1;
  if (snoozed.until === null) {
    parts.err(parts.messages.reason(noReset));
    return 1;
  }
  parts.out(JSON.stringify({
    success: true,
    snoozed_until: Math.round(snoozed.until / second),
    snooze_remaining: Math.round((snoozed.until - now) / second),
  }));
  return 0;
}

function snoozeWish(text: string): SnoozeLength | null {
  if (text === "reset") return "until-reset";
  const minutes = Number(text);
  return text.trim() !== "" && minutes > 0 && minutes <= longestSnoozeMinutes ? { minutes } : null;
}

export async function clearSnooze(parts: CommandParts): Promise<ExitStatus> {
  const running = await connectRunning(parts.host, parts.files.server);
  if (running !== null) return await printCall(parts, running, "alerts.clearSnooze");
  if (await saveSnooze(parts, () => null) === null) return 1;
  parts.out(JSON.stringify({ success: true }));
  return 0;
}

/**
 * Saves the end of the snooze (epoch ms, null = none) for the next start. `end` makes it from the saved state. Null after a message on
 * stderr.
 */
async function saveSnooze(
  parts: CommandParts,
  end: (saved: SavedState) => number | null,
): Promise<{ readonly until: number | null } | null> {
  const { host, files } = parts;
  try {
    return await withSavedState(host, files.state, async () => {
      const { saved, problem } = await loadSavedState(host, files.state);
      if (problem !== null) parts.err(parts.messages.reason(problem));
      const snoozedUntil = end(saved);
      await saveState(host, files.state, { ...saved, snoozedUntil });
      return { until: snoozedUntil };
    });
  } catch (error) {
    parts.err(parts.messages.reason(
      { about: "own-file", kind: "unwritable", file: files.state, why: reasonOf(error) },
    ));
    return null;
  }
}

/** Which reminders the settings alone would give for this percentage (0-100) and this reset time (ISO 8601). */
export async function checkReminders(
  parts: CommandParts,
  percent: string,
  reset?: string,
): Promise<ExitStatus> {
  const usedPercent = Number(percent);
  const resetsAt = reset === undefined || reset === "" || reset === "null" ? null : Date.parse(reset);
  if (percent.trim() === "" || !(usedPercent >= 0)) {
    parts.out(JSON.stringify({ error: parts.words.badPercent(JSON.stringify(percent)) }));
    return 2;
  }
  if (Number.isNaN(resetsAt)) {
    parts.out(JSON.stringify({ error: parts.words.badResetTime(JSON.stringify(reset)) }));
    return 2;
  }
  const settings = await goodSettings(parts);
  if (settings === null) return 1;
  const triggered = remindersFor(settings.reminder, usedPercent, resetsAt, parts.host.now(), parts.messages);
  parts.out(JSON.stringify({ triggered }));
  return 0;
}
