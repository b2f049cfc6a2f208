/**
 * The rules that no reader of a change may miss: core/ is pure, the token endpoint cannot be called, no credentials are written,
 * and no address is asked but the known ones.
 */
import type { Rule } from "./import_rules.ts";
import { isGlobal } from "./module_rules.ts";
import { type Module, stringIn } from "./modules.ts";

type Code = Module["code"];

/** Globals that a pure function does not need. */
const IMPURE: readonly string[] = [
  ...["Deno", "process", "navigator", "globalThis", "localStorage", "sessionStorage", "caches"],
  ...["fetch", "WebSocket", "EventSource", "XMLHttpRequest", "BroadcastChannel", "Worker"],
  ...["setTimeout", "setInterval", "setImmediate", "requestAnimationFrame", "performance", "Temporal"],
  ...["console", "crypto"],
];

/** core/ has no clock, network, timer, random number, console or Deno. */
export const coreIsPure: Rule = (modules) =>
  modules.filter(({ path }) => path.startsWith("src/core/")).flatMap(({ path, code }) => {
    const names = IMPURE.filter((name) => code.some(isGlobal(name)));
    if (code.some(isRandom)) names.push("Math.random");
    if (code.some(isClock)) names.push("the clock by Date");
    return names.map((name) =>
      `${path} uses ${name}: core/ decides on what it is given, so that every case can be tested`
    );
  });

function isRandom(token: Code[number], index: number, code: Code): boolean {
  if (!isGlobal("Math")(token, index, code)) return false;
  return code[index + 1]?.value !== "." || code[index + 2]?.value === "random";
}

/** Any use of `Date` but as a type, to convert a given time, and to parse a text. */
function isClock(token: Code[number], index: number, code: Code): boolean {
  if (!isGlobal("Date")(token, index, code)) return false;
  const before = code[index - 1]?.value ?? "";
  const [next, second] = [code[index + 1]?.value, code[index + 2]?.value];
  if ([":", "|", "<", "instanceof"].includes(before)) return false;
  if (next === ".") return second !== "UTC" && second !== "parse";
  return !(before === "new" && next === "(" && second !== ")");
}

/** Parts of the token endpoint's addresses and of what it is sent. */
const TOKEN_ENDPOINT =
  /oauth\/token|grant_type|platform\.claude\.com|console\.anthropic\.com|refresh_?token/i;

/** Refresh tokens rotate: a second program that uses one signs Claude Code out. */
export const tokensAreNotRenewed: Rule = (modules) =>
  modules.flatMap(({ path, code }) =>
    code.filter((token) => TOKEN_ENDPOINT.test(token.value))
      .map((token) => `${path} says ${token.value}: the program must not be able to ask for new tokens`)
  );

/** The addresses that the program knows by itself, whole; anything on the machine itself is allowed too. */
const ADDRESSES: readonly string[] = [
  "https://api.anthropic.com/api/oauth/usage",
  // Opened in a browser, on a click.
  "https://claude.ai/login",
  // How addresses in the settings look, for a person who writes one.
  "http://HOST:PORT",
  "https://HOST:PORT",
  // Shown to a person as help.
  "https://extensions.gnome.org/extension/615/",
  // Tells a plugin of the menu bar on macOS to look again; handed to `open`, never asked.
  "swiftbar://refreshplugin?name=opencode",
  // A name in D-Bus introspection data, which is never asked.
  "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd",
];
const LOOPBACK = /^[a-z]+:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?![\w.-])/;

/** Where code puts an address together from a host that is not written there, and why it cannot lead to a stranger. */
const COMPOSED: readonly string[] = [
  // Compared with an `Origin` header, never asked.
  "src/server/routes.ts: http://",
  // Addresses of this machine, as the kernel has them, and those that the person's own settings name.
  "src/agents/opencode/server_address.ts: http://",
  // How an address is brought into its usual form, never asked.
  "src/agents/opencode/server_address.ts: http://[",
];

/** Nobody but the known servers is asked anything. */
export const onlyKnownAddresses: Rule = (modules) =>
  modules.flatMap(({ path, code }) =>
    code.flatMap((token) => [...(stringIn(token) ?? "").matchAll(/[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>),]*/gi)])
      .map(([address]) => address)
      .filter((address) => !ADDRESSES.includes(address) && !LOOPBACK.test(address))
      .filter((address) => !COMPOSED.includes(`${path}: ${address}`))
      .map((address) =>
        `${path} knows the address ${address}: add it to ADDRESSES in tests/architecture/safety_rules.ts if the program may ask it`
      )
  );

/** What changes files, as methods of the host's `files` and of Deno. */
const WRITES: readonly string[] = [
  ...["write", "rename", "remove", "removeFolder", "makeDir", "locked"],
  ...["writeFile", "writeFileSync", "writeTextFile", "writeTextFileSync", "appendFile", "unlink", "truncate"],
];

/** Credentials belong to other programs, and providers and platforms are the only ones who know where they are. */
export const credentialsAreNotWritten: Rule = (modules) =>
  modules.filter(({ path }) => /^src\/(?:providers|platform)\//.test(path)).flatMap(({ path, code }) =>
    WRITES.filter((name) => code.some((token) => token.value === name || stringIn(token) === name))
      .map((name) =>
        `${path} names "${name}": providers/ and platform/ read credentials and must not be able to write`
      )
  );
