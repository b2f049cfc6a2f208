/** Why something does not work, in English: settings, snooze and agents here, all other reasons in the files beside this one. */
import type { AgentReason, Reason, SettingsReason, SeveralReason, SnoozeReason } from "../../reason.ts";
import type { SettingRule } from "../../setting_rule.ts";
import { autostartReasonEn, notificationsReasonEn, openingReasonEn } from "./desktop_reasons.ts";
import {
  fileReasonEn,
  folderReasonEn,
  ownFileReasonEn,
  variableReasonEn,
  windowsReasonEn,
} from "./file_reasons.ts";
import { answerReasonEn, credentialsReasonEn, networkReasonEn } from "./network_reasons.ts";
import { busReasonEn, trayHelperReasonEn, trayReasonEn } from "./tray_reasons.ts";
import { sidecarReasonEn } from "./sidecar_reasons.ts";
import { remedyEn } from "./remedies.ts";

export function reasonEn(reason: Reason): string {
  switch (reason.about) {
    case "system":
      return reason.text;
    case "several":
      return severalEn(reason);
    case "settings":
      return settingsEn(reason);
    case "file":
      return fileReasonEn(reason, reasonEn);
    case "own-file":
      return ownFileReasonEn(reason, reasonEn);
    case "folder":
      return folderReasonEn(reason, reasonEn);
    case "windows":
      return windowsReasonEn(reason, reasonEn);
    case "variable":
      return variableReasonEn(reason);
    case "network":
      return networkReasonEn(reason);
    case "credentials":
      return credentialsReasonEn(reason);
    case "answer":
      return answerReasonEn(reason);
    case "bus":
      return busReasonEn(reason, reasonEn);
    case "tray":
      return trayReasonEn(reason, reasonEn);
    case "tray-helper":
      return trayHelperReasonEn(reason, reasonEn);
    case "notifications":
      return notificationsReasonEn(reason);
    case "autostart":
      return autostartReasonEn(reason, reasonEn);
    case "opening":
      return openingReasonEn(reason);
    case "snooze":
      return snoozeEn(reason);
    case "agent":
      return agentEn(reason);
    case "sidecar":
      return sidecarReasonEn(reason, reasonEn);
  }
}

function severalEn(reason: SeveralReason): string {
  switch (reason.kind) {
    case "sentences":
      return reason.reasons.map(reasonEn).join(". ");
    case "both":
      return `${reasonEn(reason.first)}, and ${reasonEn(reason.second)}`;
    case "after-colon":
      return lowerFirst(reasonEn(reason.why));
    case "with-remedy":
      return `${reasonEn(reason.why)}. ${remedyEn(reason.remedy)}`;
  }
}

function settingsEn(reason: SettingsReason): string {
  switch (reason.kind) {
    case "unreadable":
      return `Cannot read config "${reason.file}": ${reasonEn(reason.why)}`;
    case "unwritable":
      return `Cannot write config "${reason.file}": ${reasonEn(reason.why)}`;
    case "not-json":
      return "the settings must be a JSON object; this is not valid JSON";
    case "not-an-object":
      return "the settings must be a JSON object";
    case "unknown-key":
      return `no such setting: ${reason.key}`;
    case "value":
      return `${reason.key || "the settings"} ${ruleEn(reason.rule)}, got ${reason.got ?? "nothing"}`;
  }
}

const types: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "a table",
  string: "a text",
};

function ruleEn(rule: SettingRule): string {
  switch (rule.kind) {
    case "at-least":
      return `must be at least ${rule.bound}`;
    case "more-than":
      return `must be more than ${rule.bound}`;
    case "at-most":
      return `must be at most ${rule.bound}`;
    case "least-entries":
      return `must have at least ${rule.count} entries`;
    case "most-entries":
      return `must have at most ${rule.count} entries`;
    case "one-of":
      return `must be one of ${rule.values.join(", ")}`;
    case "type":
      return `must be ${types[rule.type] ?? rule.type}`;
    case "time":
      return 'must be a time such as "22:00", or ""';
    case "rising-levels":
      return "must rise: yellow <= orange <= red";
    case "full-path":
      return 'must be a full path, or ""';
    case "version-url":
      return 'must be an https URL without a user name, or ""';
    case "server-url":
      return 'must be "http://HOST:PORT" or "https://HOST:PORT", without a path or a login';
    case "two-files":
      return "must name two files: state_file and usage_file";
    case "other":
      return `is not valid (${rule.text})`;
  }
}

function snoozeEn({ kind }: SnoozeReason): string {
  switch (kind) {
    case "no-session":
      return "No session is running: there is no reset to wait for";
  }
}

function agentEn(reason: AgentReason): string {
  switch (reason.kind) {
    case "already-answered":
      return "This was answered already, or is no longer asked";
    case "gone":
      return `The agent's ${reason.product} has ended`;
    case "locked":
      return `The agent's ${reason.product} wants a password`;
    case "not-answering":
      return `The agent's ${reason.product} does not answer`;
    case "refused":
      return `The agent's ${reason.product} does not take this answer`;
    case "not-seen-whole":
      return "This cannot be seen whole here: it can be allowed in its terminal only";
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
