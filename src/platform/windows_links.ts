/**
 * Registers `claudeminder:` links with Windows, for one person: commands only, and those that take it back.
 * Source: Microsoft Learn, "Registering an Application to a URI Scheme".
 */
import type { Command } from "../host.ts";
import type { LinkProtocol, Registration } from "./platform.ts";
import { unsafePath } from "./windows_path.ts";

const KEY = "HKCU\\Software\\Classes\\claudeminder";

/** `reg` is the full path of reg.exe. */
export function linkProtocol(reg: string): LinkProtocol {
  const run = (...args: readonly string[]): Command => ({ program: reg, args });
  return {
    register(exe): Registration {
      const why = unsafePath(exe);
      if (why !== null) {
        return { kind: "refused", why: `Links cannot be registered for ${JSON.stringify(exe)}: ${why}` };
      }
      // After "--" a link is never an option, whatever a web page has put into it.
      const line = `"${exe}" link -- "%1"`;
      return {
        kind: "commands",
        commands: [
          run("add", KEY, "/ve", "/t", "REG_SZ", "/d", "URL:claudeminder", "/f"),
          run("add", KEY, "/v", "URL Protocol", "/t", "REG_SZ", "/d", "", "/f"),
          run("add", `${KEY}\\shell\\open\\command`, "/ve", "/t", "REG_SZ", "/d", line, "/f"),
        ],
      };
    },
    query: run("query", KEY),
    unregister: () => [run("delete", KEY, "/f")],
  };
}
