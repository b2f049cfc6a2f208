/** What a value of the settings has to be, in Vietnamese. */
import type { SettingRule } from "../../setting_rule.ts";

const types: Readonly<Record<string, string>> = {
  array: "một danh sách",
  boolean: "true hoặc false",
  int: "một số nguyên",
  number: "một số",
  object: "một bảng",
  record: "một bảng",
  string: "một văn bản",
};

export function settingRuleVi(rule: SettingRule): string {
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
    case "prom-file":
      return 'phải là đường dẫn đầy đủ kết thúc bằng ".prom", hoặc ""';
    case "sidecar-name":
      return 'phải có 1 đến 32 chữ cái, chữ số, "-" hoặc "_", bắt đầu bằng chữ cái hoặc chữ số, và không phải tên thiết bị của Windows';
    case "name-taken":
      return "phải khác tên của mọi chương trình phụ khác, không chỉ khác chữ hoa chữ thường";
    case "no-program":
      return "phải bắt đầu bằng một chương trình";
    case "no-nul":
      return "không được chứa ký tự NUL";
    case "url-path":
      return 'phải là đường dẫn như "/health", không có khoảng trắng';
    case "loopback-host":
      return 'phải là địa chỉ của máy này: "127.0.0.1", "::1" hoặc "localhost"';
    case "variable-name":
      return 'phải đặt tên biến bằng chữ cái, chữ số và "_", không bắt đầu bằng chữ số';
    case "own-variable":
      return "phải là biến khác: claudeminder tự đặt biến này";
    case "variable-twice":
      return "phải là biến mà env không đặt";
    case "port-unknown":
      return "phải là một cổng, hoặc {port} phải có trong command hay env: nếu không thì không ai biết nó trả lời ở đâu";
    case "port-untold":
      return "cần có {port} trong command hay env: nếu không thì chương trình không biết nó nhận cổng nào";
    case "another-port":
      return "phải là cổng khác với port và các fallback_ports còn lại";
    case "socket-path":
      return 'phải là đường dẫn đầy đủ không quá 103 byte, hoặc ""';
    case "socket-unset":
      return "phải được đặt, vì {socket} có trong command hay env";
    case "jsonrpc-only":
      return 'chỉ đặt như vậy được khi health.type là "jsonrpc"';
    case "not-with-jsonrpc":
      return 'phải là "jsonrpc" hoặc "signal" khi health.type là "jsonrpc"';
    case "other":
      return `không hợp lệ (${rule.text})`;
  }
}
