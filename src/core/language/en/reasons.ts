/** Why something does not work, in English: settings, snooze, agents, the history and the server here, all other reasons in the files beside this one. */
import type {
  AgentReason,
  Reason,
  ServerReason,
  SettingsReason,
  SeveralReason,
  SnoozeReason,
} from "../../reason.ts";
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
import { settingRuleEn } from "./setting_rules.ts";
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
    case "server":
      return serverEn(reason);
    case "agent":
      return agentEn(reason);
    case "sidecar":
      return sidecarReasonEn(reason, reasonEn);
    case "history":
      return "The history is off: history.enabled is false in the settings";
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
      return `${reason.key || "the settings"} ${settingRuleEn(reason.rule)}, got ${reason.got ?? "nothing"}`;
  }
}

function snoozeEn({ kind }: SnoozeReason): string {
  switch (kind) {
    case "no-session":
      return "No session is running: there is no reset to wait for";
  }
}

function serverEn(reason: ServerReason): string {
  const { port, instead } = reason;
  switch (reason.kind) {
    case "port-taken":
      return `Another program has port ${port} (dashboard.port): port ${instead} is used`;
    case "port-refused":
      return `Port ${port} (dashboard.port) cannot be used, port ${instead} is: ${reasonEn(reason.why)}`;
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
