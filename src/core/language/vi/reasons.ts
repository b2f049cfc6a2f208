/** Why something does not work, in Vietnamese: settings, snooze, agents, the history and the server here, all other reasons in the files beside this one. */
import type {
  AgentReason,
  Reason,
  ServerReason,
  SettingsReason,
  SeveralReason,
  SnoozeReason,
} from "../../reason.ts";
import { autostartReasonVi, notificationsReasonVi, openingReasonVi } from "./desktop_reasons.ts";
import {
  fileReasonVi,
  folderReasonVi,
  ownFileReasonVi,
  variableReasonVi,
  windowsReasonVi,
} from "./file_reasons.ts";
import { answerReasonVi, credentialsReasonVi, networkReasonVi } from "./network_reasons.ts";
import { busReasonVi, trayHelperReasonVi, trayReasonVi } from "./tray_reasons.ts";
import { settingRuleVi } from "./setting_rules.ts";
import { sidecarReasonVi } from "./sidecar_reasons.ts";
import { remedyVi } from "./remedies.ts";

export function reasonVi(reason: Reason): string {
  switch (reason.about) {
    case "system":
      return reason.text;
    case "several":
      return severalVi(reason);
    case "settings":
      return settingsVi(reason);
    case "file":
      return fileReasonVi(reason, reasonVi);
    case "own-file":
      return ownFileReasonVi(reason, reasonVi);
    case "folder":
      return folderReasonVi(reason, reasonVi);
    case "windows":
      return windowsReasonVi(reason, reasonVi);
    case "variable":
      return variableReasonVi(reason);
    case "network":
      return networkReasonVi(reason);
    case "credentials":
      return credentialsReasonVi(reason);
    case "answer":
      return answerReasonVi(reason);
    case "bus":
      return busReasonVi(reason, reasonVi);
    case "tray":
      return trayReasonVi(reason, reasonVi);
    case "tray-helper":
      return trayHelperReasonVi(reason, reasonVi);
    case "notifications":
      return notificationsReasonVi(reason);
    case "autostart":
      return autostartReasonVi(reason, reasonVi);
    case "opening":
      return openingReasonVi(reason);
    case "snooze":
      return snoozeVi(reason);
    case "server":
      return serverVi(reason);
    case "agent":
      return agentVi(reason);
    case "sidecar":
      return sidecarReasonVi(reason, reasonVi);
    case "history":
      return "Lịch sử đang tắt: history.enabled là false trong cài đặt";
  }
}

function severalVi(reason: SeveralReason): string {
  switch (reason.kind) {
    case "sentences":
      return reason.reasons.map(reasonVi).join(". ");
    case "both":
      return `${reasonVi(reason.first)}; ${lowerFirst(reasonVi(reason.second))}`;
    case "after-colon":
      return lowerFirst(reasonVi(reason.why));
    case "with-remedy":
      return `${reasonVi(reason.why)}. ${remedyVi(reason.remedy)}`;
  }
}

function settingsVi(reason: SettingsReason): string {
  switch (reason.kind) {
    case "unreadable":
      return `Không đọc được tệp cài đặt "${reason.file}": ${reasonVi(reason.why)}`;
    case "unwritable":
      return `Không ghi được tệp cài đặt "${reason.file}": ${reasonVi(reason.why)}`;
    case "not-json":
      return "cài đặt phải là một đối tượng JSON; đây không phải JSON hợp lệ";
    case "not-an-object":
      return "cài đặt phải là một đối tượng JSON";
    case "unknown-key":
      return `không có cài đặt này: ${reason.key}`;
    case "value":
      return `${reason.key || "cài đặt"} ${settingRuleVi(reason.rule)}, nhận được ${
        reason.got ?? "không có gì"
      }`;
  }
}

function snoozeVi({ kind }: SnoozeReason): string {
  switch (kind) {
    case "no-session":
      return "Không có phiên nào đang chạy: không có lần đặt lại nào để chờ";
  }
}

function serverVi(reason: ServerReason): string {
  const { port, instead } = reason;
  switch (reason.kind) {
    case "port-taken":
      return `Chương trình khác đang dùng cổng ${port} (dashboard.port): cổng ${instead} được dùng thay`;
    case "port-refused":
      return `Không dùng được cổng ${port} (dashboard.port), cổng ${instead} được dùng thay: ${
        reasonVi(reason.why)
      }`;
  }
}

function agentVi(reason: AgentReason): string {
  switch (reason.kind) {
    case "already-answered":
      return "Việc này đã được trả lời, hoặc không còn được hỏi nữa";
    case "gone":
      return `${reason.product} của agent này đã kết thúc`;
    case "locked":
      return `${reason.product} của agent này đòi mật khẩu`;
    case "not-answering":
      return `${reason.product} của agent này không trả lời`;
    case "refused":
      return `${reason.product} của agent này không nhận câu trả lời này`;
    case "not-seen-whole":
      return "Không thể xem hết nội dung này ở đây: chỉ có thể cho phép trong cửa sổ dòng lệnh của nó";
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
