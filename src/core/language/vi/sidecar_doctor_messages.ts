/** What `doctor` says about sidecars, in Vietnamese. */
import type { SidecarDoctorMessages } from "../sidecar_doctor_messages.ts";

export const sidecarDoctorVi: SidecarDoctorMessages = {
  portFree: (port) => `cổng ${port} còn trống`,
  portTaken: (port, other) => `chương trình khác đang dùng cổng ${port}: nó sẽ nhận cổng ${other}`,
  notAFile: (program) => `${program} không phải là tệp`,
  notExecutable: (program) => `không chạy được ${program}: tệp không được đánh dấu là chương trình`,
  runs: (where, since) => `đang chạy, ${where}, khởi động ${since}`,
  inProcess: (pid) => `tiến trình ${pid}`,
  starting: "đang được khởi động",
  stopping: "đang được dừng",
  onDemand: "được khởi động khi cần đến",
  stopped: "bạn đã dừng nó",
  notWatched: "nó không chạy, vì claudeminder không chạy",
  notKnown: "claudeminder đang chạy không biết nó",

  installOrCorrect: (file) =>
    `hãy cài chương trình, hoặc sửa \`command\` trong ${file}: PATH là của chính claudeminder`,
  makeExecutable: (program) => `hãy chạy: chmod +x "${program}"`,
  makeFolder: (file) => `hãy tạo thư mục, hoặc sửa \`cwd\` trong ${file}`,
  endOrOtherPort: (file) => `hãy kết thúc chương trình kia, hoặc thêm vào \`fallback_ports\` trong ${file}`,
  lookAndStart: (name) =>
    `xem \`claudeminder sidecar logs ${name}\`, rồi \`claudeminder sidecar start ${name}\``,
  look: (name) => `xem \`claudeminder sidecar logs ${name}\``,
};
