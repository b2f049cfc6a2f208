/** The autostart on macOS: a property list for launchd. Source: `man launchd.plist`. */
import type { AutostartEntry, AutostartPlace } from "./platform.ts";
import type { Reason } from "../core/reason.ts";

const LABEL = "claudeminder";

/** `home`: the person's home folder, without a slash at its end. */
export function launchAgent(home: string): AutostartPlace {
  return {
    kind: "file",
    path: `${home}/Library/LaunchAgents/${LABEL}.plist`,
    entry(exe): AutostartEntry {
      const why = unsafe(exe);
      if (why !== null) {
        return { kind: "refused", why: { about: "autostart", kind: "not-at-login", program: exe, why } };
      }
      return { kind: "text", text: plistFor(exe) };
    },
    startedBy(text) {
      const isOff = /<key>Disabled<\/key>\s*<true\/>/.test(text);
      const path = /<key>ProgramArguments<\/key>\s*<array>\s*<string>([^<]+)<\/string>/.exec(text)?.[1];
      return isOff || path === undefined ? null : unescaped(path);
    },
  };
}

/** Without `KeepAlive`: a person who quits the program does not want it back before the next login. */
function plistFor(exe: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${LABEL}</string>
  <key>ProgramArguments</key>
  <array>
    <string>${escaped(exe)}</string>
    <string>run</string>
    <string>--autostart</string>
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>LimitLoadToSessionType</key>
  <string>Aqua</string>
  <key>ProcessType</key>
  <string>Interactive</string>
</dict>
</plist>
`;
}

const ESCAPES: readonly (readonly [string, string])[] = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
];

function escaped(text: string): string {
  return ESCAPES.reduce((result, [character, escape]) => result.replaceAll(character, escape), text);
}

function unescaped(text: string): string {
  return ESCAPES.toReversed().reduce(
    (result, [character, escape]) => result.replaceAll(escape, character),
    text,
  );
}

/** Why launchd would read the path as something else; null = it would not. */
function unsafe(exe: string): Reason | null {
  if (!exe.startsWith("/")) return { about: "autostart", kind: "not-full-path" };
  if (/[\p{Cc}\ufffe\uffff]/u.test(exe)) return { about: "autostart", kind: "control-character" };
  if (!exe.isWellFormed() || exe.includes("\ufffd")) return { about: "autostart", kind: "not-utf8" };
  // macOS runs programs that were just downloaded from there, until the next restart.
  return exe.includes("/AppTranslocation/") ? { about: "autostart", kind: "passing-place" } : null;
}
