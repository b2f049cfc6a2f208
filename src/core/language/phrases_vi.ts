/** The reasons that arise in files, settings, networks and desktops, in Vietnamese. `{1}` is whatever stands there. */
import { type Phrase, translator } from "./phrases.ts";
import { desktopReasonsVi } from "./phrases_vi_desktop.ts";

/** Exported for the test that holds them against the source. */
export const reasonsVi: readonly Phrase[] = [
  // Settings and files.
  ['Cannot read config "{1}": {2}', 'Không đọc được tệp cài đặt "{1}": {2}'],
  ['Cannot write config "{1}": {2}', 'Không ghi được tệp cài đặt "{1}": {2}'],
  ['Cannot read "{1}": it is larger than {2} bytes', 'Không đọc được "{1}": tệp lớn hơn {2} byte'],
  [
    'Cannot lock "{1}": another process has held it for {2} s',
    'Không khóa được "{1}": tiến trình khác giữ đã {2} giây',
  ],
  ['Cannot read "{1}": {2}', 'Không đọc được "{1}": {2}'],
  ['Cannot write "{1}": {2}', 'Không ghi được "{1}": {2}'],
  ['Cannot lock "{1}": {2}', 'Không khóa được "{1}": {2}'],
  ["it is a folder", "đó là một thư mục"],
  ["too many links", "quá nhiều liên kết"],
  ["it is not an ordinary file", "đó không phải tệp thường"],
  ["the disk it is on does not answer", "ổ đĩa chứa nó không trả lời"],
  ["Cannot read the table of sockets: {1}", "Không đọc được bảng các socket: {1}"],
  ["Cannot read {1}: {2}", "Không đọc được {1}: {2}"],
  ["Cannot write {1}: {2}", "Không ghi được {1}: {2}"],
  ["{1} made no sense and was set aside as {2}", "{1} không đọc hiểu được và đã được cất thành {2}"],
  ["{1} makes no sense and cannot be set aside: {2}", "{1} không đọc hiểu được và không cất đi được: {2}"],
  [
    "Cannot open {1}: the program for it ended with {2}",
    "Không mở được {1}: chương trình mở nó kết thúc với mã {2}",
  ],
  ["Cannot open {1}: {2} cannot be run", "Không mở được {1}: không chạy được {2}"],
  [
    "Cannot find the home folder: {1} is not set to one",
    "Không tìm thấy thư mục cá nhân: {1} không chỉ tới thư mục nào",
  ],
  ["Cannot find the home folder: {1} is not set", "Không tìm thấy thư mục cá nhân: chưa đặt {1}"],
  [
    "the settings must be a JSON object; this is not valid JSON",
    "cài đặt phải là một đối tượng JSON; đây không phải JSON hợp lệ",
  ],
  ["the settings must be a JSON object", "cài đặt phải là một đối tượng JSON"],
  ["no such setting: {1}", "không có cài đặt này: {1}"],
  ["{1} must be at least {2}, got {3}", "{1} phải từ {2} trở lên, nhận được {3}"],
  ["{1} must be more than {2}, got {3}", "{1} phải lớn hơn {2}, nhận được {3}"],
  ["{1} must be at most {2}, got {3}", "{1} không được quá {2}, nhận được {3}"],
  ["{1} must have at least {2} entries, got {3}", "{1} phải có ít nhất {2} mục, nhận được {3}"],
  ["{1} must have at most {2} entries, got {3}", "{1} không được có quá {2} mục, nhận được {3}"],
  ["{1} must be one of {2}, got {3}", "{1} phải là một trong {2}, nhận được {3}"],
  [
    '{1} must be a time such as "22:00", or "", got {2}',
    '{1} phải là giờ như "22:00", hoặc "", nhận được {2}',
  ],
  [
    "{1} must rise: yellow <= orange <= red, got {2}",
    "{1} phải tăng dần: yellow <= orange <= red, nhận được {2}",
  ],
  ["{1} must be {2}, got {3}", "{1} phải là {2}, nhận được {3}"],
  ["true or false", "true hoặc false"],
  ["a whole number", "một số nguyên"],
  ["a table", "một bảng"],
  ["a text", "một văn bản"],
  ["nothing", "không có gì"],

  // The credentials and the endpoint's answers.
  [
    '{1} begins with "~", which only a shell understands: taken for {2}',
    '{1} bắt đầu bằng "~", chỉ shell mới hiểu: được coi là {2}',
  ],
  [
    "{1} is not a full path: taken for {2}, from where this program was started",
    "{1} không phải đường dẫn đầy đủ: được coi là {2}, tính từ nơi chương trình được chạy",
  ],
  ["permission denied", "không có quyền"],
  ["it cannot be read", "tệp không đọc được"],
  ["it is not valid JSON", "nội dung không phải JSON hợp lệ"],
  ["its fields have other types than expected", "các trường có kiểu khác với dự kiến"],
  ["it is larger than any usage answer", "nó lớn hơn mọi câu trả lời về mức dùng"],
  ["it is empty", "nó trống"],
  ["it is a web page (a login page of this network?)", "nó là một trang web (trang đăng nhập của mạng này?)"],
  ["it is not JSON", "nó không phải JSON"],
  ["it is {1}, not an object", "nó là {1}, không phải một đối tượng"],
  ["a list", "một danh sách"],
  ["a string", "một chuỗi"],
  ["a number", "một số"],
  ["a boolean", "true hoặc false"],
  ["it reports an error", "nó báo có lỗi"],
  ["it has none of the known fields", "nó không có trường nào quen thuộc"],

  // The way to the server.
  ["the address to ask is not an https URL", "địa chỉ cần hỏi không phải URL https"],
  [
    "the address to ask, on {1}, has to be an https URL: a token would go in the clear",
    "địa chỉ cần hỏi, ở {1}, phải là URL https: nếu không, token sẽ bị gửi đi mà không được mã hóa",
  ],
  [
    'the request\'s header "{1}" holds a character that cannot be sent',
    'tiêu đề "{1}" của yêu cầu có ký tự không gửi được',
  ],
  [
    "{1}: usage.pins cannot be checked through an https proxy; http and socks5 proxies will do",
    "{1}: không kiểm tra được usage.pins qua proxy https; proxy http và socks5 thì được",
  ],
  ['{1} "{2}" cannot be read', '{1}: không đọc được "{2}"'],
  ['{1} "{2}" does not exist', '{1}: không có tệp "{2}"'],
  [
    '{1} "{2}" holds no certificate in PEM form (BEGIN CERTIFICATE)',
    '{1}: "{2}" không có chứng chỉ nào ở dạng PEM (BEGIN CERTIFICATE)',
  ],
  [
    '{1} "{2}" holds something else than a certificate as number {3}',
    '{1}: trong "{2}", mục thứ {3} không phải chứng chỉ',
  ],
  [
    '{1} "{2}" is damaged: a part of it is cut off, or not base64',
    '{1}: "{2}" bị hỏng: có phần bị cắt mất, hoặc không phải base64',
  ],
  [
    "system, mozilla or both with a comma between them",
    "system, mozilla hoặc cả hai cách nhau bằng dấu phẩy",
  ],
  [
    'usage.pins: number {1} is not "sha256/" and the base64 of 32 bytes',
    'usage.pins: mục thứ {1} không phải "sha256/" cùng base64 của 32 byte',
  ],
  [
    "{1}; allowed are HOST:PORT and an http, https, socks5 or socks5h URL with nothing after the port",
    "{1}; được phép: HOST:PORT, hoặc URL http, https, socks5 hay socks5h không có gì sau số cổng",
  ],
  ['{1} has the scheme "{2}"', '{1} có giao thức "{2}"'],
  ["{1} is not an address", "{1} không phải một địa chỉ"],
  [
    "{1} has something after the port, or a character in its password that has to be percent-encoded",
    "{1} có gì đó sau số cổng, hoặc mật khẩu có ký tự cần mã hóa phần trăm",
  ],
  ["{1} has no port", "{1} không có số cổng"],
  [
    "{1} has a user name or password that is not percent-encoded",
    "{1} có tên hoặc mật khẩu chưa được mã hóa phần trăm",
  ],
  [
    "{1}: a SOCKS proxy takes no name or password of more than 255 bytes",
    "{1}: proxy SOCKS không nhận tên hoặc mật khẩu dài quá 255 byte",
  ],
  ["{1}: the proxy {2}", "{1}: proxy {2}"],
  ["wants a user name and password", "đòi tên người dùng và mật khẩu"],
  ["refuses the user name and password", "từ chối tên người dùng và mật khẩu"],

  ...desktopReasonsVi,

  // Last, since much else ends like this.
  ["{1} cannot be read", "không đọc được {1}"],
];

export const vietnameseReason: (text: string) => string = translator(reasonsVi);
