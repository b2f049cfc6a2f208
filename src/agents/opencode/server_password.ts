/** The password of a server: where it comes from, where it may be sent, and how. */
// @ts-types="../../std_types/encoding.d.ts"
import { encodeBase64 } from "@std/encoding/base64";
import type { Host } from "../../host/host.ts";
import type { ServerAddress } from "./server_address.ts";

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** From the environment; `passwordEnv`: the name of the variable that holds the password, "" = none does. Null = there is none. */
export function loginIn(host: Pick<Host, "env">, passwordEnv: string): Login | null {
  const password = passwordEnv === "" ? "" : host.env(passwordEnv) ?? "";
  return password === "" ? null : { username: host.env("OPENCODE_SERVER_USERNAME") || "opencode", password };
}

/** Whether a password may be sent there: never unencrypted to what may be another machine. */
export function takesPassword({ route }: ServerAddress): boolean {
  return route !== "http";
}

/** Whether a response that wants a password (401) says so in OpenCode's words. */
export function wantsOpencodePassword(response: Response): boolean {
  return /^Basic realm="Secure Area"/i.test(response.headers.get("www-authenticate") ?? "");
}

/** The value of the header `authorization`. */
export function authorizationOf({ username, password }: Login): string {
  return `Basic ${encodeBase64(new TextEncoder().encode(`${username}:${password}`))}`;
}
