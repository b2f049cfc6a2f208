/** Finds the addresses of the session bus. */
import type { Host } from "../host/host.ts";

/**
 * The addresses to try, in order, in the form that the library reads. Only sockets: an address can also name a program
 * to run.
 * Source: D-Bus specification, "Server Addresses".
 */
export async function busAddresses(host: Pick<Host, "env" | "files">): Promise<readonly string[]> {
  const given = host.env("DBUS_SESSION_BUS_ADDRESS") ?? "";
  if (given !== "") {
    return given.split(";").flatMap((address) => {
      const match = /^unix:(?:.*,)?(path|abstract)=([^,]*)/.exec(address);
      const value = match?.[2]?.replace(/(?:%[0-9a-f]{2})+/gi, unescapeBytes) ?? "";
      // The library would cut the address at such a character.
      return match === null || value === "" || /[:;,]/.test(value) ? [] : [`unix:${match[1]}=${value}`];
    });
  }
  const runtime = host.env("XDG_RUNTIME_DIR") ?? "";
  if (runtime === "" || await host.files.stat(`${runtime}/bus`) === null) return [];
  return [`unix:path=${runtime}/bus`];
}

function unescapeBytes(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}
