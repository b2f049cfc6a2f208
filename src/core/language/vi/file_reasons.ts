/** Why files, folders, the registry and the like cannot be used, in Vietnamese. */
import type {
  FileReason,
  FolderReason,
  OwnFileReason,
  Reason,
  VariableReason,
  WindowsReason,
} from "../../reason.ts";

export function fileReasonVi(reason: FileReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "unreadable":
      return `Không đọc được "${reason.path}": ${say(reason.why)}`;
    case "unwritable":
      return `Không ghi được "${reason.path}": ${say(reason.why)}`;
    case "unlockable":
      return `Không khóa được "${reason.path}": ${say(reason.why)}`;
    case "is-folder":
      return "đó là một thư mục";
    case "too-many-links":
      return "quá nhiều liên kết";
    case "not-ordinary":
      return "đó không phải tệp thường";
    case "silent-disk":
      return "ổ đĩa chứa nó không trả lời";
    case "damaged":
      return "tệp bị hỏng";
    case "in-use":
      return "tiến trình khác đang ghi vào nó";
    case "forbidden":
      return "không có quyền";
    case "not-read":
      return "tệp không đọc được";
    case "too-large":
      return `tệp lớn hơn ${reason.bytes} byte`;
    case "held":
      return `tiến trình khác giữ đã ${reason.seconds} giây`;
  }
}

export function ownFileReasonVi(reason: OwnFileReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "unreadable":
      return `Không đọc được ${reason.file}: ${say(reason.why)}`;
    case "unwritable":
      return `Không ghi được ${reason.file}: ${say(reason.why)}`;
    case "of-newer-version":
      return `${reason.file} do một phiên bản claudeminder mới hơn tạo ra, và được để nguyên`;
    case "set-aside":
      return `${partsOf(reason)} không đọc hiểu được và đã được cất thành ${reason.aside}`;
    case "not-set-aside":
      return `${partsOf(reason)} không đọc hiểu được và không cất đi được: ${say(reason.why)}`;
  }
}

function partsOf({ file, parts }: { readonly file: string; readonly parts: readonly string[] }): string {
  return parts.length === 0 ? file : `${file} (${parts.join(", ")})`;
}

export function folderReasonVi(reason: FolderReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "unusable":
      return `Không dùng được thư mục "${reason.folder}": ${say(reason.why)}`;
    case "missing":
      return "không có thư mục đó";
    case "not-folder":
      return "đó không phải thư mục";
    case "disk-full":
      return "đĩa đã đầy";
    case "quota-used-up":
      return "đã dùng hết hạn mức đĩa";
    case "read-only":
      return "chỗ này chỉ cho đọc";
    case "runs-no-programs":
      return "không được phép chạy chương trình ở đó (noexec?)";
    case "open":
      return `quyền phải là 700, hiện là ${reason.mode}`;
    case "is-folder":
      return `"${reason.path}" là một thư mục`;
    case "of-another-user":
      return `"${reason.path}" thuộc về người dùng khác`;
    case "altered":
      return `"${reason.path}" không chứa đúng những gì đã ghi vào`;
    case "changed-by-others":
      return `người khác thay đổi được những gì trong "${reason.folder}"`;
    case "program-failed":
      return `một chương trình ở đó thất bại (mã kết thúc ${reason.status})`;
  }
}

export function variableReasonVi(reason: VariableReason): string {
  switch (reason.kind) {
    case "home-unset":
      return `Không tìm thấy thư mục cá nhân: chưa đặt ${reason.variable}`;
    case "home-no-folder":
      return `Không tìm thấy thư mục cá nhân: ${reason.variable} không chỉ tới thư mục nào`;
    case "tilde":
      return `${reason.variable} bắt đầu bằng "~", chỉ shell mới hiểu: được coi là ${reason.path}`;
    case "relative":
      return `${reason.variable} không phải đường dẫn đầy đủ: được coi là ${reason.path}, tính từ nơi chương trình được chạy`;
  }
}

export function windowsReasonVi(reason: WindowsReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "registry-unreadable":
      return `Không đọc được ${reason.key}: ${say(reason.why)}`;
    case "registry-unwritable":
      return `Không ghi được ${reason.key}: ${say(reason.why)}`;
    case "sockets-unreadable":
      return `Không đọc được bảng các socket: ${say(reason.why)}`;
    case "no-start-without-window":
      return `Không chạy được chương trình nào mà không hiện cửa sổ: ${say(reason.why)}`;
    case "no-console":
      return "không có console nào để dùng chung";
  }
}
