/**
 * `claudeminder:` links on Windows, for one person: their values in the registry.
 * Source: Microsoft Learn, "Registering an Application to a URI Scheme".
 */
import type { LinkProtocol } from "./platform.ts";
import { unsafePath } from "./windows_program_path.ts";

const KEY = "Software\\Classes\\claudeminder";

export const linkProtocol: LinkProtocol = {
  key: KEY,
  register(exe) {
    const why = unsafePath(exe);
    if (why !== null) {
      return { kind: "refused", why: { about: "autostart", kind: "no-links", program: exe, why } };
    }
    return {
      kind: "values",
      values: [
        { key: KEY, name: "", text: "URL:claudeminder" },
        { key: KEY, name: "URL Protocol", text: "" },
        // After "--" a link is never read as an option, whatever a web page has put into it.
        { key: `${KEY}\\shell\\open\\command`, name: "", text: `"${exe}" link -- "%1"` },
      ],
    };
  },
};
