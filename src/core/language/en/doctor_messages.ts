/** Every sentence of `doctor`, in English. */
import type { DoctorMessages, OpencodePlace } from "../doctor_messages.ts";
import { sidecarDoctorEn } from "./sidecar_doctor_messages.ts";

export const doctorEn: DoctorMessages = {
  sidecars: sidecarDoctorEn,
  statusLine: {
    answers: (path) => `${path} answers`,
    whileRunning: (path) => `asked at ${path}, while claudeminder runs`,
    silent: (path) => `nothing answers at ${path}`,
    lookAtFolder:
      "close its folder to others (chmod 700), or name a shorter XDG_RUNTIME_DIR; then start claudeminder anew",
    byProgram: "asked by `claudeminder statusline`",
  },
  names: {
    settings: "settings",
    "sign-in": "sign-in",
    "sign-in-places": "looked at",
    proxy: "proxy",
    endpoint: "endpoint",
    certificate: "certificate",
    clock: "clock",
    requests: "requests",
    answer: "last answer",
    newest: "newest version",
    tray: "tray",
    notifications: "notifications",
    autostart: "start at login",
    running: "running",
    loopback: "own port",
    "status-line": "status line",
    opencode: "OpenCode",
    sidecar: "sidecar",
    files: "files",
    state: "state",
    history: "history",
  },
  results: { ok: "ok     ", warning: "warning", problem: "PROBLEM" },
  broke: (error) => `could not be checked (${error})`,
  reportIt: "this is a fault of the program: please report it with `claudeminder doctor --json`",

  historyKept: (file, megabytes, begin) =>
    begin === null ? `${file}, empty` : `${file}, ${megabytes} MB, since ${begin}`,
  historyOff: "nothing more is kept: history.enabled is false",

  defaultsHold: (file) => `${file} is not there: the defaults hold`,
  mendFile: (file) => `mend the file: ${file}`,
  noSuchSetting: (keys) => `no such setting: ${keys}`,
  checkSpelling: "check the spelling in the README's table",

  signedIn: (origin, place, validity, scope) =>
    origin === place
      ? `through ${origin}, ${validity}, ${scope}`
      : `through ${origin} (${place}), ${validity}, ${scope}`,
  hasScope: (scope) => `with the scope ${scope}`,
  scopeUnknown: (scope) => `not known whether it has the scope ${scope}`,
  withoutExpiry: "without an expiry",
  validFor: (duration) => `valid for ${duration}`,
  expired: (place, ago) => `the token in ${place} expired ${ago}`,
  renew: "run `claude`: it renews its token as soon as it is used, and figures come back by themselves",
  lacksScope: (scope) => `the token lacks the scope ${scope} and may not read the usage`,
  signInForScope: "sign in with `claude`: tokens of `claude setup-token` are not enough",
  inUse: "in use",
  notNeeded: "a login that is not needed",
  noLogin: "no login",
  expiredThere: (ago) => `expired ${ago}`,

  reachable: (host, way, ms) => `${host} can be reached, ${way}, in ${ms} ms`,
  straight: "straight",
  through: (proxy) => `through ${proxy}`,
  network: {
    dns: "check the network; where only a proxy leads out, set HTTPS_PROXY or usage.proxy",
    refused: "check whether a firewall blocks it, or a proxy is needed: HTTPS_PROXY or usage.proxy",
    unreachable: "check the network connection (cable, Wi-Fi, VPN)",
    reset:
      "check whether a firewall or a proxy cuts it; where a proxy is needed, set HTTPS_PROXY or usage.proxy",
    timeout: "check whether a firewall blocks it, or a proxy is needed: HTTPS_PROXY or usage.proxy",
    proxy: "check that the proxy runs and lets this server through, or correct its address",
    unknown: "check the network and the proxy settings",
  },
  seeCertificate: "see the next lines",
  noProxy: (because) => `none: ${because}`,
  proxy: (address, from) => `${address}, from ${from}`,
  writeFullPath: "write the folder in full in that variable, without ~",
  correctProxy: "correct the value, or set usage.proxy",
  correctSetting: "correct that setting",

  noAddress: "could not be checked: there is no address to ask",
  noTlsAtAll: "no TLS connection can be made: the authorities to trust cannot be read",
  notCompared: "could not be checked: there is no answer of the server",
  firstTheEndpoint: "first mend what stands at the endpoint",
  noTls: "none: the address is on this machine and has no TLS",
  issuedBy: (issuer) => `issued by "${issuer}"`,
  trustedByStore: (store) => `trusted by the authorities of ${store}`,
  systemStoreIs: (variable, path) => `the system's are those in ${path}, by ${variable}`,
  alsoTrusted: (file, from) => `also trusted: those in ${file}, by ${from}`,
  trustedByFile: (file) => `trusted by usage.ca_file ${file}`,
  noPins: "no pins",
  pinMatches: (count) => `matches one of usage.pins (${count} there)`,
  authoritiesUseless(variable, path, trouble) {
    if (path === "") return `${variable} is set, and names no file`;
    const why = {
      missing: "is not there",
      unreadable: "cannot be read",
      damaged: "is damaged: a part of it is cut off, or not base64",
      empty: "holds no certificate in PEM form",
    }[trouble];
    return `${variable} names ${path}, which ${why}`;
  },
  correctVariable: (variable) => `correct ${variable}, or take it away`,
  untrusted: (host) => `the certificate of ${host} is not trusted`,
  outOfTime: (from, to) => `it holds from ${from} to ${to}, by this clock not now`,
  checkClockFirst:
    "check date and time of this machine first; if they are right, the server's certificate has to be renewed",
  trustIssuer(system) {
    const install = {
      linux:
        "install it in the system (Debian: /usr/local/share/ca-certificates, then `update-ca-certificates`), " +
        "or name a bundle by SSL_CERT_FILE",
      macos: "add it to the System keychain as trusted",
      windows: "add it to the Trusted Root Certification Authorities",
    }[system];
    return `if your company or a virus scanner inspects TLS here, set usage.ca_file to that issuer's certificate (PEM), or ${install}; ` +
      "if not, somebody intercepts this connection";
  },

  clockRight: (offset) => `right, to within ${offset} of the server's`,
  clockFast: (by) => `this machine's clock is ${by} fast: expiry and resets are judged by it`,
  clockSlow: (by) => `this machine's clock is ${by} slow: expiry and resets are judged by it`,
  setClock(system) {
    switch (system) {
      case "linux":
        return "turn time synchronisation on: `timedatectl set-ntp true`";
      case "macos":
        return "System Settings, General, Date & Time: set time and date automatically";
      case "windows":
        return "Settings, Time & language, Date & time: set time automatically, then Sync now";
    }
  },
  noDate: "could not be compared: the server's answer has no date",
  seconds: (count) => `${count} s`,

  rateLimited: (nextTry) => `rate limited by the server, ${nextTry}`,
  waitForIt: "wait; figures keep their age",
  requests: (spent, allowed) => `${spent} of ${allowed} in the last hour`,
  budgetSpent: (spent, allowed, nextTry) =>
    `${spent} of ${allowed} in the last hour: figures stay as they are, ${nextTry}`,
  waitOrRaise: "wait, or raise usage.max_requests_per_hour; the server has a limit of its own",

  newestNotAsked: "nobody is asked for it (updates.url)",
  newestNotYet: "the running program has not asked for it yet",
  newestUnreachable: (ago) => `the place for it could not be reached, ${ago}`,
  newestNotUnderstood: (ago) => `the answer named no version, ${ago}`,
  checkUpdatesUrl:
    "check updates.url: it has to answer with status 200 and 1.2.3, or JSON with it; redirects are not followed",
  newestIsThis: (ago) => `none newer than this, ${ago}`,
  newestIsOut: (version, ago) => `${version} is out, ${ago}`,
  getNewest: "get it from where you have this one",

  trayHost: (driver, host) => `${driver}, shown by ${host}`,
  trayAdvice(desktop) {
    switch (desktop) {
      case "gnome":
        return "in Debian and Ubuntu the extension is the package gnome-shell-extension-appindicator; log in anew after installing it";
      case "xfce":
        return 'Xfce: Panel Preferences, Items, add "Status Tray Plugin"';
      case "wlroots":
        return 'Sway, Hyprland and the like: waybar with its module "tray"';
      case "i3":
        return "i3: the tray of i3bar itself, or a panel such as tint2";
    }
  },
  abilities: (list) => `abilities: ${list}`,

  notRunning: "no",
  running: (pid, port) => `yes, process ${pid}, port ${port}, which answers`,
  runningOther: (pid, version) => `yes, process ${pid}, but it is version ${version}`,
  startAnew: "run `claudeminder quit`, then start the program again",
  noHealth: (port) => `yes, but port ${port} does not answer GET /health`,
  staleServerFile: (pid) => `no; process ${pid}, which ran last, ended without tidying up`,
  senseless: (file) => `${file} makes no sense`,
  senselessParts: (file, parts) => `${file} makes no sense in parts: ${parts}`,
  takenByOther: (port, file) => `another program has port ${port}, which ${file} names`,
  hangs: (pid, port) => `process ${pid} has port ${port} and does not answer`,
  endProcess: (pid) => `end it with \`kill ${pid}\`, then start the program again`,
  silent: (port, file) => `port ${port}, which ${file} names, takes connections and does not answer`,
  endByName(system, file) {
    const where = system === "windows" ? "the Task Manager" : "the Activity Monitor";
    return `if claudeminder stands in ${where}, end it there; delete ${file}, then start the program again`;
  },
  deleteFile: (file) => `delete ${file}, then start the program again`,
  loopbackOpens: (port) => `a port on 127.0.0.1 can be opened and reached (tried ${port})`,
  loopbackFails: "no port on 127.0.0.1 can be opened and reached",
  allowLoopback:
    "let the program listen on 127.0.0.1 in the firewall or sandbox: one-shot commands and a second start need it",

  opencodeOff: "not followed: opencode.enabled is off",
  noOpencode: "no server was found",
  opencodeAnswers: (where, version) =>
    version === "" ? `${at(where)}: an older OpenCode` : `${at(where)}: OpenCode ${version}`,
  opencodeClosed: (where) => `${at(where)}: closed`,
  opencodeOther: (where) => `${at(where)} of ${setting(where)} belongs to something else`,
  takePortOut: (where) =>
    typeof where === "number"
      ? `take ${where} out of opencode.ports, or start OpenCode with that port`
      : `take ${where} out of opencode.servers, or start OpenCode there`,
  opencodeLocked: (where) => `${at(where)}: an OpenCode that wants a password, and none is set`,
  opencodeUnsecured: (where) =>
    `${at(where)}: wants a password, which is not sent to another machine by http`,
  useHttps: "name it with https in opencode.servers, or reach it through a tunnel at a port of this machine",
  setPassword:
    "put the password into the variable that opencode.password_env names, then start the program from there",
  opencodeRefuses: (where) => `${at(where)}: an OpenCode that refuses the password`,
  correctPassword: "correct the variable that opencode.password_env names, then start the program from there",
  opencodeSilent: (where) => `${at(where)}: takes connections and answers nothing`,
  restartServer: "start that server again",
  listenersUnknown: "the system does not say in time who listens",

  filesFine: (count) =>
    `what is there (files and folders: ${count}) is yours alone, and folders can be written`,
  filesWritable: (count) =>
    `folders can be written; there are ${count} files and folders (this system has no modes)`,
  readByOthers: (file, mode) => `${file} can be read by others (mode ${mode})`,
  changedByOthers: (file, mode) => `${file} can be changed by others (mode ${mode})`,
  notYours: (file) => `${file} belongs to somebody else`,
  notSeen: (file) => `${file} may not be looked at`,
  cannotWrite(folder, trouble) {
    const why = {
      full: "the disk is full",
      "read-only": "the file system is read-only",
      forbidden: "no permission",
      "not-a-folder": "there is something else in its place",
      unknown: "the system refuses it",
    }[trouble];
    return `${folder} cannot be written: ${why}`;
  },
  writeRemedy(folder, trouble, system) {
    switch (trouble) {
      case "full":
        return "make room on that disk";
      case "read-only":
        return `mount it for writing, or choose another place by XDG_CONFIG_HOME, XDG_STATE_HOME or XDG_RUNTIME_DIR`;
      case "forbidden":
        if (system === "windows") {
          return `give yourself the right to write in ${folder}: Properties, Security`;
        }
        return `make it yours and writable: \`chmod u+rwx ${folder}\`, where it is somebody else's \`sudo chown $USER ${folder}\``;
      case "not-a-folder":
        return `move away what is at ${folder}`;
      case "unknown":
        return `try to make a file in ${folder} by hand, and see what the system says`;
    }
  },
  withoutSudo: "run it without sudo, as the person whose files they are",
  seeLink: (link) => `${link} is a link: mend it where the link, and what it leads to, were made`,
  ownFolder: (file) =>
    `put the settings into a folder of your own: without --config and CLAUDEMINDER_CONFIG they are in ${file}`,
  otherPath: (key) => `name another path by ${key} in the settings`,
  makeFolder: (missing, variable, system) =>
    system === "windows"
      ? `make the folder ${missing}, or correct ${variable}`
      : `make the folder: \`sudo install -d -m 700 -o "$USER" ${missing}\`, or correct ${variable}`,
  correctPlace: (variable) => `correct ${variable}, by which it is looked for there`,
  lookAtRights: (file) => `look at the rights of the folders above it: \`ls -ld ${file}\``,
  notThereYet: (file) => `${file} is not there yet`,
  setAsideAtStart: "nothing need be done: at its next start the program sets it aside and goes on without it",
};

function at(where: OpencodePlace): string {
  return typeof where === "number" ? `port ${where}` : where;
}

function setting(where: OpencodePlace): string {
  return typeof where === "number" ? "opencode.ports" : "opencode.servers";
}
