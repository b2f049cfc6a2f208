/** Every sentence of `doctor`, in Vietnamese. */
import type { DoctorMessages, OpencodePlace } from "../doctor_messages.ts";
import { sidecarDoctorVi } from "./sidecar_doctor_messages.ts";

export const doctorVi: DoctorMessages = {
  sidecars: sidecarDoctorVi,
  statusLine: {
    answers: (path) => `${path} trả lời`,
    whileRunning: (path) => `hỏi tại ${path}, khi claudeminder chạy`,
    silent: (path) => `không ai trả lời tại ${path}`,
    lookAtFolder:
      "hãy đóng thư mục chứa nó với người khác (chmod 700), hoặc đặt XDG_RUNTIME_DIR ngắn hơn; rồi chạy lại claudeminder",
    byProgram: "hỏi bằng `claudeminder statusline`",
  },
  names: {
    settings: "cài đặt",
    "sign-in": "đăng nhập",
    "sign-in-places": "đã tìm ở",
    proxy: "proxy",
    endpoint: "máy chủ",
    certificate: "chứng chỉ",
    clock: "đồng hồ",
    requests: "số lần hỏi",
    answer: "câu trả lời cuối",
    newest: "phiên bản mới nhất",
    tray: "khay",
    notifications: "thông báo",
    autostart: "chạy khi đăng nhập máy",
    running: "đang chạy",
    loopback: "cổng riêng",
    "status-line": "dòng trạng thái",
    opencode: "máy chủ OpenCode",
    sidecar: "chương trình phụ",
    files: "tệp",
    state: "trạng thái",
    history: "lịch sử",
  },
  results: { ok: "tốt  ", warning: "lưu ý", problem: "LỖI  " },
  broke: (error) => `không kiểm tra được (${error})`,
  reportIt: "đây là lỗi của chương trình: xin hãy báo lỗi kèm kết quả của `claudeminder doctor --json`",

  historyKept: (file, megabytes, begin) =>
    begin === null ? `${file}, trống` : `${file}, ${megabytes} MB, từ ${begin}`,
  historyOff: "không ghi thêm gì nữa: history.enabled là false",

  defaultsHold: (file) => `chưa có ${file}: dùng các giá trị mặc định`,
  mendFile: (file) => `hãy sửa tệp: ${file}`,
  noSuchSetting: (keys) => `không có cài đặt này: ${keys}`,
  checkSpelling: "hãy so chính tả với bảng trong README",

  signedIn: (origin, place, validity, scope) =>
    origin === place
      ? `qua ${origin}; ${validity}; ${scope}`
      : `qua ${origin} (${place}); ${validity}; ${scope}`,
  hasScope: (scope) => `có quyền ${scope}`,
  scopeUnknown: (scope) => `không rõ có quyền ${scope} hay không`,
  withoutExpiry: "không có ngày hết hạn",
  validFor: (duration) => `còn hạn ${duration}`,
  expired: (place, ago) => `token ở ${place} đã hết hạn ${ago}`,
  renew: "hãy chạy `claude`: token được gia hạn ngay khi dùng, rồi số liệu tự trở lại",
  lacksScope: (scope) => `token thiếu quyền ${scope} nên không được đọc mức dùng`,
  signInForScope: "hãy đăng nhập bằng `claude`: token của `claude setup-token` là chưa đủ",
  inUse: "đang dùng",
  notNeeded: "có đăng nhập nhưng không cần đến",
  noLogin: "không có đăng nhập",
  expiredThere: (ago) => `hết hạn ${ago}`,

  reachable: (host, way, ms) => `kết nối được với ${host}, ${way}, trong ${ms} ms`,
  straight: "trực tiếp",
  through: (proxy) => `qua ${proxy}`,
  network: {
    dns: "hãy kiểm tra mạng; nếu chỉ ra ngoài được qua proxy, hãy đặt HTTPS_PROXY hoặc usage.proxy",
    refused: "hãy xem tường lửa có chặn không, hoặc có cần proxy không: HTTPS_PROXY hoặc usage.proxy",
    unreachable: "hãy kiểm tra kết nối mạng (dây, Wi-Fi, VPN)",
    reset:
      "hãy xem tường lửa hay proxy có cắt kết nối không; nếu cần proxy, hãy đặt HTTPS_PROXY hoặc usage.proxy",
    timeout: "hãy xem tường lửa có chặn không, hoặc có cần proxy không: đặt HTTPS_PROXY hoặc usage.proxy",
    proxy: "hãy xem proxy có chạy và cho tới máy chủ này không, hoặc sửa địa chỉ của nó",
    unknown: "hãy kiểm tra mạng và cài đặt proxy",
  },
  seeCertificate: "hãy xem các dòng sau",
  noProxy(because) {
    switch (because) {
      case "loopback":
        return "không dùng: địa chỉ ngay trên máy này";
      case "NO_PROXY":
        return "không dùng: theo NO_PROXY";
      case "no proxy is set":
        return "không dùng: chưa đặt proxy nào";
    }
  },
  proxy: (address, from) => `${address}, theo ${from}`,
  writeFullPath: "hãy ghi đường dẫn thư mục đầy đủ trong biến đó, không dùng ~",
  correctProxy: "hãy sửa giá trị này, hoặc đặt usage.proxy",
  correctSetting: "hãy sửa cài đặt đó",

  noAddress: "không kiểm tra được: không có địa chỉ nào để hỏi",
  noTlsAtAll: "không tạo được kết nối TLS nào: không đọc được danh sách nơi cấp chứng chỉ được tin",
  notCompared: "không kiểm tra được: máy chủ không trả lời",
  firstTheEndpoint: "trước hết hãy khắc phục dòng về máy chủ",
  noTls: "không có: địa chỉ ngay trên máy này, không dùng TLS",
  issuedBy: (issuer) => `do "${issuer}" cấp`,
  trustedByStore: (store) => `được tin theo danh sách ${store}`,
  systemStoreIs: (variable, path) => `danh sách của hệ thống là ${path}, theo ${variable}`,
  alsoTrusted: (file, from) => `cũng được tin: các chứng chỉ trong ${file}, theo ${from}`,
  trustedByFile: (file) => `được tin nhờ usage.ca_file ${file}`,
  noPins: "không ghim khóa",
  pinMatches: (count) => `khớp một khóa trong usage.pins (có ${count})`,
  authoritiesUseless(variable, path, trouble) {
    if (path === "") return `${variable} có đặt nhưng không chỉ tới tệp nào`;
    const why = {
      missing: "không có tệp này",
      unreadable: "không đọc được tệp này",
      damaged: "tệp bị hỏng: có phần bị cắt, hoặc không phải base64",
      empty: "trong đó không có chứng chỉ nào ở dạng PEM",
    }[trouble];
    return `${variable} chỉ tới ${path}, nhưng ${why}`;
  },
  correctVariable: (variable) => `hãy sửa ${variable}, hoặc bỏ nó đi`,
  untrusted: (host) => `chứng chỉ của ${host} không được tin`,
  outOfTime: (from, to) => `nó có hiệu lực từ ${from} đến ${to}, theo đồng hồ máy này thì không phải lúc này`,
  checkClockFirst: "trước hết hãy kiểm tra ngày giờ của máy này; nếu đúng thì máy chủ phải đổi chứng chỉ mới",
  trustIssuer(system) {
    const install = {
      linux:
        "cài nó vào hệ thống (Debian: /usr/local/share/ca-certificates, rồi `update-ca-certificates`), " +
        "hoặc chỉ ra một tệp chứng chỉ bằng SSL_CERT_FILE",
      macos: "thêm nó vào chùm khóa System ở mức tin cậy",
      windows: "thêm nó vào Trusted Root Certification Authorities",
    }[system];
    return "nếu công ty hoặc phần mềm diệt virus kiểm tra TLS ở đây, hãy đặt usage.ca_file là chứng chỉ của nơi cấp đó (PEM), " +
      `hoặc ${install}; nếu không thì có kẻ đang xen vào kết nối này`;
  },

  clockRight: (offset) => `đúng, lệch không quá ${offset} so với máy chủ`,
  clockFast: (by) => `đồng hồ máy này nhanh ${by}: hạn dùng và giờ đặt lại được tính theo nó`,
  clockSlow: (by) => `đồng hồ máy này chậm ${by}: hạn dùng và giờ đặt lại được tính theo nó`,
  setClock(system) {
    switch (system) {
      case "linux":
        return "hãy bật đồng bộ giờ: `timedatectl set-ntp true`";
      case "macos":
        return "Cài đặt hệ thống, Cài đặt chung, Ngày & Giờ: đặt ngày giờ tự động";
      case "windows":
        return "Cài đặt, Thời gian & ngôn ngữ, Ngày & giờ: đặt giờ tự động, rồi bấm Đồng bộ ngay";
    }
  },
  noDate: "không so được: câu trả lời của máy chủ không ghi ngày giờ",
  seconds: (count) => `${count} giây`,

  rateLimited: (nextTry) => `bị máy chủ giới hạn tần suất, ${nextTry}`,
  waitForIt: "hãy chờ; số liệu vẫn ghi rõ đã cũ bao lâu",
  requests: (spent, allowed) => `${spent} trên ${allowed} trong một giờ qua`,
  budgetSpent: (spent, allowed, nextTry) =>
    `đã hỏi ${spent} trên ${allowed} lần trong một giờ qua: số liệu giữ nguyên, ${nextTry}`,
  waitOrRaise: "hãy chờ, hoặc tăng usage.max_requests_per_hour; máy chủ còn có giới hạn riêng",

  newestNotAsked: "không hỏi ai cả (updates.url)",
  newestNotYet: "chương trình đang chạy chưa hỏi",
  newestUnreachable: (ago) => `không tới được nơi để hỏi, ${ago}`,
  newestNotUnderstood: (ago) => `câu trả lời không nêu phiên bản nào, ${ago}`,
  checkUpdatesUrl:
    "hãy xem lại updates.url: nơi đó phải trả lời mã 200 và 1.2.3, hoặc JSON có nó; không đi theo chuyển hướng",
  newestIsThis: (ago) => `không có bản nào mới hơn, ${ago}`,
  newestIsOut: (version, ago) => `đã có ${version}, ${ago}`,
  getNewest: "hãy lấy từ nơi bạn đã lấy bản này",

  trayHost: (driver, host) => `${driver}, do ${host} hiện`,
  trayAdvice(desktop) {
    switch (desktop) {
      case "gnome":
        return "trên Debian và Ubuntu, tiện ích này là gói gnome-shell-extension-appindicator; cài xong hãy đăng nhập máy lại";
      case "xfce":
        return 'Xfce: mở tùy chọn của thanh tác vụ, mục Items, thêm "Status Tray Plugin"';
      case "wlroots":
        return 'Sway, Hyprland và tương tự: waybar với mô-đun "tray"';
      case "i3":
        return "i3: khay của chính i3bar, hoặc một thanh tác vụ như tint2";
    }
  },
  abilities: (list) => `khả năng: ${list}`,

  notRunning: "không",
  running: (pid, port) => `có, tiến trình ${pid}, cổng ${port}, có trả lời`,
  runningOther: (pid, version) => `có, tiến trình ${pid}, nhưng là phiên bản ${version}`,
  startAnew: "hãy chạy `claudeminder quit`, rồi mở lại chương trình",
  noHealth: (port) => `có, nhưng cổng ${port} không trả lời GET /health`,
  staleServerFile: (pid) => `không; tiến trình ${pid} chạy lần trước đã kết thúc mà chưa dọn dẹp`,
  senseless: (file) => `không đọc hiểu được ${file}`,
  senselessParts: (file, parts) => `không đọc hiểu được một số phần của ${file}: ${parts}`,
  takenByOther: (port, file) => `một chương trình khác giữ cổng ${port} mà ${file} ghi`,
  hangs: (pid, port) => `tiến trình ${pid} giữ cổng ${port} mà không trả lời`,
  endProcess: (pid) => `hãy kết thúc nó bằng \`kill ${pid}\`, rồi mở lại chương trình`,
  silent: (port, file) => `cổng ${port} mà ${file} ghi nhận kết nối nhưng không trả lời`,
  endByName(system, file) {
    const where = system === "windows" ? "Task Manager" : "Activity Monitor";
    return `nếu thấy claudeminder trong ${where}, hãy kết thúc nó ở đó; hãy xóa ${file}, rồi mở lại chương trình`;
  },
  deleteFile: (file) => `hãy xóa ${file}, rồi mở lại chương trình`,
  loopbackOpens: (port) => `mở và tới được một cổng trên 127.0.0.1 (đã thử ${port})`,
  loopbackFails: "không mở hoặc không tới được cổng nào trên 127.0.0.1",
  allowLoopback:
    "hãy cho chương trình nhận kết nối ở 127.0.0.1 trong tường lửa hoặc sandbox: các lệnh một lần và lần mở thứ hai cần đến",

  opencodeOff: "không theo dõi: opencode.enabled đang tắt",
  noOpencode: "không thấy máy chủ nào",
  opencodeAnswers: (where, version) =>
    version === "" ? `${at(where)}: một bản OpenCode cũ` : `${at(where)}: là OpenCode ${version}`,
  opencodeClosed: (where) => `${at(where)}: đang đóng`,
  opencodeOther: (where) => `${at(where)} trong ${setting(where)} là của chương trình khác`,
  takePortOut: (where) =>
    typeof where === "number"
      ? `hãy bỏ ${where} khỏi opencode.ports, hoặc chạy OpenCode ở cổng đó`
      : `hãy bỏ ${where} khỏi opencode.servers, hoặc chạy OpenCode ở đó`,
  opencodeLocked: (where) => `${at(where)}: OpenCode đòi mật khẩu, mà chưa đặt mật khẩu nào`,
  opencodeUnsecured: (where) =>
    `${at(where)}: đòi mật khẩu, mà mật khẩu không được gửi sang máy khác qua http`,
  useHttps: "hãy ghi nó với https trong opencode.servers, hoặc đi qua một đường hầm ở một cổng của máy này",
  setPassword: "hãy đặt mật khẩu vào biến mà opencode.password_env ghi tên, rồi mở chương trình từ đó",
  opencodeRefuses: (where) => `${at(where)}: OpenCode từ chối mật khẩu`,
  correctPassword: "hãy sửa biến mà opencode.password_env ghi tên, rồi mở chương trình từ đó",
  opencodeSilent: (where) => `${at(where)}: nhận kết nối mà không trả lời gì`,
  restartServer: "hãy chạy lại máy chủ đó",
  listenersUnknown: "hệ thống không kịp cho biết chương trình nào đang mở cổng",

  filesFine: (count) =>
    `những gì đang có (${count} tệp và thư mục) chỉ mình bạn dùng được, và thư mục ghi được`,
  filesWritable: (count) =>
    `${count} tệp và thư mục; thư mục ghi được (hệ thống này không có quyền kiểu mode)`,
  readByOthers: (file, mode) => `người khác đọc được ${file} (quyền ${mode})`,
  changedByOthers: (file, mode) => `người khác sửa được ${file} (quyền ${mode})`,
  notYours: (file) => `${file} là của người khác`,
  notSeen: (file) => `không được xem ${file}`,
  cannotWrite(folder, trouble) {
    const why = {
      full: "đĩa đã đầy",
      "read-only": "hệ thống tệp chỉ cho đọc",
      forbidden: "không có quyền",
      "not-a-folder": "ở chỗ đó là thứ khác",
      unknown: "hệ thống từ chối",
    }[trouble];
    return `không ghi được vào ${folder}: ${why}`;
  },
  writeRemedy(folder, trouble, system) {
    switch (trouble) {
      case "full":
        return "hãy dọn bớt đĩa đó";
      case "read-only":
        return "hãy gắn lại ở chế độ ghi, hoặc chọn chỗ khác bằng XDG_CONFIG_HOME, XDG_STATE_HOME hay XDG_RUNTIME_DIR";
      case "forbidden":
        if (system === "windows") return `hãy tự cho mình quyền ghi vào ${folder}: Properties, Security`;
        return `hãy lấy lại quyền: \`chmod u+rwx ${folder}\`, nếu là của người khác thì \`sudo chown $USER ${folder}\``;
      case "not-a-folder":
        return `hãy chuyển thứ ở ${folder} đi chỗ khác`;
      case "unknown":
        return `hãy thử tự tạo một tệp trong ${folder} xem hệ thống nói gì`;
    }
  },
  withoutSudo: "hãy chạy không có sudo, bằng người dùng sở hữu các tệp đó",
  seeLink: (link) => `${link} là một liên kết: hãy sửa ở nơi tạo ra liên kết và thứ nó trỏ tới`,
  ownFolder: (file) =>
    `hãy đặt cài đặt vào thư mục của riêng bạn: khi không có --config và CLAUDEMINDER_CONFIG, chúng ở ${file}`,
  otherPath: (key) => `hãy ghi đường dẫn khác cho ${key} trong cài đặt`,
  makeFolder: (missing, variable, system) =>
    system === "windows"
      ? `hãy tạo thư mục ${missing}, hoặc sửa ${variable}`
      : `hãy tạo thư mục: \`sudo install -d -m 700 -o "$USER" ${missing}\`, hoặc sửa ${variable}`,
  correctPlace: (variable) => `hãy sửa ${variable}, vì nó khiến chương trình tìm ở đó`,
  lookAtRights: (file) => `hãy xem quyền của các thư mục bên trên: \`ls -ld ${file}\``,
  notThereYet: (file) => `chưa có ${file}`,
  setAsideAtStart:
    "không cần làm gì: lần mở tới, chương trình sẽ cất nó sang một bên và chạy tiếp mà không cần nó",
};

function at(where: OpencodePlace): string {
  return typeof where === "number" ? `cổng ${where}` : where;
}

function setting(where: OpencodePlace): string {
  return typeof where === "number" ? "opencode.ports" : "opencode.servers";
}
