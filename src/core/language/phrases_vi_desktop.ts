/** The reasons that arise on a desktop, its bus, its panel, its notifications and its agents, in Vietnamese. `{1}` is whatever stands there. */
import type { Phrase } from "./phrases.ts";

export const desktopReasonsVi: readonly Phrase[] = [
  // The session bus and the panel.
  ["There is no D-Bus session bus", "Không có bus phiên D-Bus"],
  ["No way to the session bus: {1}", "Không tới được bus phiên: {1}"],
  ["The session bus let nobody in", "Bus phiên không cho ai vào"],
  ["The session bus closed the connection", "Bus phiên đã đóng kết nối"],
  ["The session bus went away", "Bus phiên không còn nữa"],
  ["{1} did not answer {2} in time", "{1} không trả lời {2} kịp lúc"],
  ["The panel does not answer", "Thanh tác vụ không trả lời"],
  ["The panel does not take the icon: {1}", "Thanh tác vụ không nhận biểu tượng: {1}"],
  [
    "No panel shows tray icons of the StatusNotifierItem kind",
    "Không có thanh tác vụ nào hiện biểu tượng khay kiểu StatusNotifierItem",
  ],
  ["No panel shows tray icons", "Không có thanh tác vụ nào hiện biểu tượng khay"],
  [
    'GNOME shows tray icons with the extension "AppIndicator and KStatusNotifierItem Support" ' +
    "from extensions.gnome.org; the icon appears as soon as it is switched on",
    'GNOME hiện biểu tượng khay nhờ tiện ích "AppIndicator and KStatusNotifierItem Support" ' +
    "từ extensions.gnome.org; biểu tượng sẽ hiện ngay khi tiện ích được bật",
  ],
  [
    "Add the status tray to the panel, or start a panel that has one; the icon appears by itself",
    "Hãy thêm khay trạng thái vào thanh tác vụ, hoặc chạy một thanh tác vụ có khay; biểu tượng sẽ tự hiện",
  ],
  ["The icon appears as soon as the panel answers", "Biểu tượng sẽ hiện ngay khi thanh tác vụ trả lời"],
  ["The icon appears as soon as the session bus answers", "Biểu tượng sẽ hiện ngay khi bus phiên trả lời"],
  ["Start the program inside a desktop session", "Hãy chạy chương trình trong một phiên làm việc đồ họa"],
  ["There is no display", "Không có màn hình đồ họa"],
  [
    "Start a panel with a tray, or add the tray to yours",
    "Hãy chạy một thanh tác vụ có khay, hoặc thêm khay vào đó",
  ],
  [
    "Cannot show the tray icon: all names for it are taken on the session bus",
    "Không hiện được biểu tượng khay: mọi tên dành cho nó trên bus phiên đã bị dùng",
  ],
  ["No tray icon was asked for", "Không ai yêu cầu biểu tượng khay"],
  ["StatusNotifierItem exists on Linux only", "StatusNotifierItem chỉ có trên Linux"],
  ["Use --tray auto", "Hãy dùng --tray auto"],
  [
    "The tray helper does not exist for this processor",
    "Không có chương trình phụ cho khay trên bộ xử lý này",
  ],
  ["Use a panel that shows StatusNotifierItems", "Hãy dùng thanh tác vụ hiện được StatusNotifierItem"],
  ["The tray helper ended at its start: {1}", "Chương trình phụ cho khay kết thúc ngay khi chạy: {1}"],
  ["The tray helper has ended: {1}", "Chương trình phụ cho khay đã kết thúc: {1}"],
  ["systray2 does not export its class", "systray2 không xuất lớp của nó"],
  ["The X server does not answer", "Máy chủ X không trả lời"],
  ["The X server refuses a request", "Máy chủ X từ chối một yêu cầu"],
  ["The X server closed the connection", "Máy chủ X đã đóng kết nối"],
  ["The tray helper does not show its icon", "Chương trình phụ cho khay không hiện biểu tượng"],
  [
    "Programs cannot be started without a window: {1}",
    "Không chạy được chương trình nào mà không hiện cửa sổ: {1}",
  ],
  ["there is no console to join", "không có console nào để dùng chung"],
  ["The tray helper does not end", "Chương trình phụ cho khay không chịu kết thúc"],
  ["The tray helper cannot be started: {1}", "Không chạy được chương trình phụ cho khay: {1}"],

  // Where the tray helper is put.
  [
    'Cannot use "{1}" for the tray helper: {2}',
    'Không dùng được "{1}" cho chương trình phụ cho khay: {2}',
  ],
  ["it is not a program for Windows", "đó không phải chương trình cho Windows"],
  ["its headers are of a kind that is not known", "phần đầu của nó thuộc loại không biết được"],
  ["its subsystem is {1}, not 2 or 3", "phân hệ (subsystem) của nó là {1}, không phải 2 hoặc 3"],
  ['Cannot use the folder "{1}": {2}', 'Không dùng được thư mục "{1}": {2}'],
  ["it is not a folder", "đó không phải thư mục"],
  ['"{1}" is a folder', '"{1}" là một thư mục'],
  ["its mode must be 700, it is {1}", "quyền phải là 700, hiện là {1}"],
  ['"{1}" belongs to another user', '"{1}" thuộc về người dùng khác'],
  ['others can change what is in "{1}"', 'người khác thay đổi được những gì trong "{1}"'],
  ['"{1}" does not hold what was written to it', '"{1}" không chứa đúng những gì đã ghi vào'],
  ["the disk is full", "đĩa đã đầy"],
  ["the disk quota is used up", "đã dùng hết hạn mức đĩa"],
  ["it is read-only", "chỗ này chỉ cho đọc"],
  ["programs in it may not be run (noexec?)", "không được phép chạy chương trình ở đó (noexec?)"],
  ["a program in it failed (exit status {1})", "một chương trình ở đó thất bại (mã kết thúc {1})"],
  ["Move away what stands in its place", "Hãy dời thứ đang chiếm chỗ đó đi"],
  ["Make room on that disk", "Hãy giải phóng chỗ trên đĩa đó"],
  ["Download the program anew", "Hãy tải lại chương trình"],
  ["Have the disk checked", "Hãy cho kiểm tra đĩa"],
  ['Run: chmod 700 "{1}"', 'Hãy chạy: chmod 700 "{1}"'],
  ['Run: chmod go-w "{1}"', 'Hãy chạy: chmod go-w "{1}"'],
  ["Give yourself the right to write there", "Hãy tự cấp quyền ghi vào đó"],
  ["Start the program as the user it belongs to", "Hãy chạy chương trình bằng người dùng sở hữu nó"],
  [
    "Let programs be run from that disk: the mount option is exec",
    "Hãy cho phép chạy chương trình từ đĩa đó: tùy chọn gắn đĩa là exec",
  ],
  [
    "Or set XDG_STATE_HOME to a folder of your own elsewhere",
    "Hoặc đặt XDG_STATE_HOME là một thư mục của riêng bạn ở chỗ khác",
  ],

  // Agents, and their terminals.
  [
    "This was answered already, or is no longer asked",
    "Việc này đã được trả lời, hoặc không còn được hỏi nữa",
  ],
  ["The agent's OpenCode has ended", "OpenCode của agent này đã kết thúc"],
  ["The agent's OpenCode wants a password", "OpenCode của agent này đòi mật khẩu"],
  ["The agent's OpenCode does not answer", "OpenCode của agent này không trả lời"],
  ["The agent's OpenCode does not take this answer", "OpenCode của agent này không nhận câu trả lời này"],
  [
    "This cannot be seen whole here: it can be allowed in its terminal only",
    "Không thể xem hết nội dung này ở đây: chỉ có thể cho phép trong cửa sổ dòng lệnh của nó",
  ],
  ["The window manager does not answer", "Trình quản lý cửa sổ không trả lời"],

  // Notifications.
  [
    "No session is running: there is no reset to wait for",
    "Không có phiên nào đang chạy: không có lần đặt lại nào để chờ",
  ],
  ["Links cannot be registered for {1}: {2}", "Không đăng ký được liên kết cho {1}: {2}"],
  ["Cannot start {1} at login: {2}", "Không thể cho {1} chạy khi đăng nhập máy: {2}"],
  ["it is not a full path", "đó không phải đường dẫn đầy đủ"],
  ["the path has a quotation mark in it", "đường dẫn có dấu ngoặc kép"],
  ["the path has a control character in it", "đường dẫn có ký tự điều khiển"],
  ["the path is not valid UTF-8", "đường dẫn không phải UTF-8 hợp lệ"],
  [
    "Windows would put something else in the place of the % in the path",
    "Windows sẽ thay dấu % trong đường dẫn bằng thứ khác",
  ],
  [
    "the path is too long for what Windows starts at login",
    "đường dẫn quá dài để Windows chạy khi đăng nhập máy",
  ],
  [
    "desktops differ in how they read the {1} in the path",
    "mỗi môi trường đồ họa đọc ký tự {1} trong đường dẫn một cách khác nhau",
  ],
  [
    "macOS runs it from a passing place: move it to Applications first",
    "macOS đang chạy nó từ một chỗ tạm: trước hết hãy chuyển nó vào Applications",
  ],
  ["There is no notification service", "Không có dịch vụ thông báo"],
  [
    "Start the desktop's notification service, or install one: dunst, mako, xfce4-notifyd",
    "Hãy chạy dịch vụ thông báo của máy, hoặc cài một dịch vụ: dunst, mako, xfce4-notifyd",
  ],
  ["D-Bus, by a service that the bus starts when it is needed", "D-Bus, qua dịch vụ mà bus tự chạy khi cần"],
  ["D-Bus, by {1}, {2}", "D-Bus, qua {1}, {2}"],
  ["with buttons", "có nút bấm"],
  ["which has no buttons", "không có nút bấm"],
  ["The program is ending", "Chương trình đang kết thúc"],
  ["No answer", "Không có trả lời"],
  ["The session bus does not answer", "Bus phiên không trả lời"],
  ["The answer makes no sense", "Câu trả lời không đọc hiểu được"],
  ["The portal did not answer in time", "Portal không trả lời kịp lúc"],
  ["The notification could not be sent", "Không gửi được thông báo"],
  ["The notification service does not answer", "Dịch vụ thông báo không trả lời"],
  ["The notification service ended before it answered", "Dịch vụ thông báo kết thúc trước khi trả lời"],
  ["The notification service cannot be started", "Không chạy được dịch vụ thông báo"],
  ["The notification service refused it ({1})", "Dịch vụ thông báo đã từ chối ({1})"],
  ["no reason given", "không nêu lý do"],
  ["{1} did not end within {2} s", "{1} không kết thúc trong {2} giây"],
  ["{1} failed (exit status {2})", "{1} thất bại (mã kết thúc {2})"],
  ["{1} shows nothing", "{1} không hiện gì"],
  ["{1} cannot be run", "Không chạy được {1}"],
  [
    "notify-send may show them, without buttons: no D-Bus session bus is known",
    "notify-send có thể hiện được, không có nút bấm: không biết bus phiên D-Bus nào",
  ],
  [
    "Run this in a desktop session, or install notify-send: Debian's package is libnotify-bin",
    "Hãy chạy trong một phiên làm việc đồ họa, hoặc cài notify-send: gói của Debian là libnotify-bin",
  ],
  [
    "PowerShell, in Windows PowerShell's name; buttons where reminder.toast_buttons is on",
    "PowerShell, dưới tên Windows PowerShell; có nút bấm khi bật reminder.toast_buttons",
  ],
  [
    "Windows PowerShell is a part of Windows 10 and 11: ask whoever looks after this machine",
    "Windows PowerShell là một phần của Windows 10 và 11: hãy hỏi người quản lý máy này",
  ],
  [
    "osascript, in Script Editor's name and without buttons",
    "osascript, dưới tên Script Editor, không có nút bấm",
  ],
  [
    "/usr/bin/osascript is a part of macOS: ask whoever looks after this machine",
    "/usr/bin/osascript là một phần của macOS: hãy hỏi người quản lý máy này",
  ],
  ["{1}, and {2}", "{1}; {2}"],
];
