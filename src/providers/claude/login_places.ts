/** Where logins are looked for besides the folders of Claude Code. It loads little: a prompt asks for no more than the places. */
// @ts-types="../../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import { below } from "../../core/text/path.ts";
import type { Host } from "../../host/host.ts";
import type { Platform } from "../../platform/platform.ts";
import type { WatchedFile } from "../provider.ts";

/** Holds OpenCode's logins, instead of its file. */
export const openCodeVariable = "OPENCODE_AUTH_CONTENT";
/** Holds the token of `claude setup-token`. */
export const tokenVariable = "CLAUDE_CODE_OAUTH_TOKEN";
/** A program that writes the file in place has finished after this long. */
export const settleMs = 100;

/** The file of OpenCode's logins. */
export function openCodeCredentialsFile(
  host: Pick<Host, "env">,
  platform: Pick<Platform, "home">,
): WatchedFile {
  const data = host.env("XDG_DATA_HOME") || below(platform.home, ".local", "share");
  return { folder: below(data, "opencode"), name: "auth.json", settleMs };
}

/** In hex digits. */
export async function sha256Hex(text: string): Promise<string> {
  return encodeHex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
