/** Why something does not work, in Vietnamese: settings, snooze and agents here, all other reasons in the files beside this one. */
import type { AgentReason, Reason, SettingsReason, SeveralReason, SnoozeReason } from "../../reason.ts";
import type { SettingRule } from "../../setting_rule.ts";
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
    case "agent":
      return agentVi(reason);
    case "sidecar":
      return sidecarReasonVi(reason, reasonVi);
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
      return `${reason.key || "cài đặt"} ${ruleVi(reason.rule)}, nhận được ${reason.got ?? "không có gì"}`;
  }
}

const types: Readonly<Record<string, string>> = {
  array: "một danh sách",
  boolean: "true hoặc false",
  int: "một số nguyên",
  number: "một số",
  object: "một bảng",
  string: "một văn bản",
};

function ruleVi(rule: SettingRule): string {
  switch (rule.kind) {
    case "at-least":
      return `phải từ ${rule.bound} trở lên`;
    case "more-than":
      return `phải lớn hơn ${rule.bound}`;
    case "at-most":
      return `không được quá ${rule.bound}`;
    case "least-entries":
      return `phải có ít nhất ${rule.count} mục`;
    case "most-entries":
      return `không được có quá ${rule.count} mục`;
    case "one-of":
      return `phải là một trong ${rule.values.join(", ")}`;
    case "type":
      return `phải là ${types[rule.type] ?? rule.type}`;
    case "time":
      return 'phải là giờ như "22:00", hoặc ""';
    case "rising-levels":
      return "phải tăng dần: yellow <= orange <= red";
    case "full-path":
      return 'phải là đường dẫn đầy đủ, hoặc ""';
    case "version-url":
      return 'phải là URL https không có tên người dùng, hoặc ""';
    case "server-url":
      return 'phải là "http://HOST:PORT" hoặc "https://HOST:PORT", không có đường dẫn hay thông tin đăng nhập';
    case "two-files":
      return "phải chỉ ra hai tệp khác nhau: state_file và usage_file";
    case "other":
      return `không hợp lệ (${rule.text})`;
  }
}

function snoozeVi({ kind }: SnoozeReason): string {
  switch (kind) {
    case "no-session":
      return "Không có phiên nào đang chạy: không có lần đặt lại nào để chờ";
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
