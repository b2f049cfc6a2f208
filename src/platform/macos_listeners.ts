/** Which processes listen on macOS, as `lsof` prints them. */
import type { Listener, ListenerSource } from "./platform.ts";

/**
 * `-c` selects all names that begin with this. `-F` prints one field a line: p = process, c = its name, n = the
 * address. It can run every 2 s, because lsof only looks into processes of that name.
 */
export const lsofListeners: ListenerSource = {
  kind: "command",
  command: {
    program: "/usr/sbin/lsof",
    args: ["-nP", "-iTCP", "-sTCP:LISTEN", "-a", "-c", "opencode", "-Fpcn"],
  },
  everyMs: 2_000,
  parse,
};

function parse(printed: string): readonly Listener[] {
  const found: Listener[] = [];
  let pid: number | null = null;
  for (const line of printed.split("\n")) {
    const value = line.slice(1);
    if (line.startsWith("p")) pid = /^\d+$/.test(value) ? Number(value) : null;
    // For a listener, lsof prints only the address and port. For an open connection it also prints an arrow.
    const name = line.startsWith("n") ? /^(\*|\[[0-9a-f:]+\]|[\d.]+):(\d+)$/i.exec(value) : null;
    if (pid === null || name === null) continue;
    const address = name[1] === "*" ? "0.0.0.0" : (name[1] ?? "").replace(/^\[|\]$/g, "");
    found.push({ pid, address, port: Number(name[2]) });
  }
  return found;
}
