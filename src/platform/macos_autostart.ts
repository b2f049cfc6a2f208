/** Starts the program at login on macOS: a property list for launchd. Source: `man launchd.plist`. */
import type { AutostartEntry, AutostartPlace } from "./platform.ts";

const LABEL = "claudeminder";

/** `home`: the person's home folder, without a slash at its end. */
export function launchAgent(home: string): AutostartPlace {
  return {
    kind: "file",
    path: `${home}/Library/LaunchAgents/${LABEL}.plist`,
    entry(exe): AutostartEntry {
      const why = unsafe(exe);
      if (why !== null) {
        return { kind: "refused", why: `Cannot start ${JSON.stringify(exe)} at login: ${why}` };
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

/** Without `KeepAlive`: whoever quits the program wants it to be gone until the next login. */
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

/** Why launchd would not read the path as the path that it is, in words that follow a colon; null = it would. */
function unsafe(exe: string): string | null {
  if (!exe.startsWith("/")) return "it is not a full path";
  if (/[\p{Cc}\ufffe\uffff]/u.test(exe)) return "the path has a control character in it";
  if (!exe.isWellFormed() || exe.includes("\ufffd")) return "the path is not valid UTF-8";
  // From there macOS runs what was only just downloaded, until the next restart.
  return exe.includes("/AppTranslocation/")
    ? "macOS runs it from a passing place: move it to Applications first"
    : null;
}
