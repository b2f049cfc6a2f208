/**
 * Where a Claude token is found on this machine. Everything here is read and nothing is ever written: refresh tokens rotate,
 * so a program that used one would sign the person out of Claude Code.
 */
import * as z from "zod";
// @ts-types="../../std_types/encoding.d.ts"
import { decodeHex, encodeHex } from "@std/encoding/hex";
import { parseJson } from "../../core/text/json.ts";
import { below } from "../../core/text/path.ts";
import type { Failure } from "../../core/usage/usage_failure.ts";
import type { Host } from "../../host/host.ts";
import type { Platform } from "../../platform/platform.ts";
import { configVariable, namedFolder, storageFolder } from "./folders.ts";
import type { WatchedFile } from "../provider.ts";
import { second } from "../../core/time/units.ts";
import type { Reason } from "../../core/reason.ts";
import { reasonOf } from "../../core/reason_error.ts";

export type LoginHost = Pick<Host, "env" | "run"> & { readonly files: Pick<Host["files"], "read"> };

/** What one place holds. */
export type StoredLogin =
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly failure: Failure }
  | {
    readonly kind: "entry";
    /** Where it was found, in a person's words. */
    readonly origin: string;
    readonly accessToken: string;
    /** Epoch ms; null = it does not say. */
    readonly expiresAt: number | null;
    /** Null = it does not say. */
    readonly scopes: readonly string[] | null;
    readonly plan: string | null;
  };

/** In a person's words. */
export const keychainPlace = "the keychain";
/** Replaces OpenCode's file. */
export const openCodeVariable = "OPENCODE_AUTH_CONTENT";
/** Holds the token of `claude setup-token`. */
export const tokenVariable = "CLAUDE_CODE_OAUTH_TOKEN";

const maxBytes = 1 << 20;
const keychainMs = 10_000;
/** A writer that does not replace the file at once is done after this long. */
const settleMs = 100;
/** As seconds this is the year 5138, as ms it is 1973. */
const secondsBelow = 1e11;
/** What `security find-generic-password` exits with. */
const keychainHasNone = 44, keychainLocked = 36;

/** What is written otherwise than usual is read where its meaning is plain; else it is as if it were not there. */
const expiry = z.union([z.number(), z.string()]).nullish().catch(null).transform(expiryOf);
const scopeList = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(/[\s,]+/).filter((scope) => scope !== "")),
]).nullish().catch(null);
const claudeFields = z.object({
  accessToken: z.string().nullish(),
  access_token: z.string().nullish(),
  expiresAt: expiry,
  expires_at: expiry,
  scopes: scopeList,
  subscriptionType: z.string().nullish().catch(null),
  subscription_type: z.string().nullish().catch(null),
});
/** A file without the outer key holds a login too, if it holds a token. */
const claudeFile = claudeFields.extend({
  claudeAiOauth: claudeFields.nullish(),
  claude_ai_oauth: claudeFields.nullish(),
});
const openCodeFile = z.object({
  anthropic: z.object({ type: z.string(), access: z.string().nullish(), expires: expiry }).nullish(),
});

/** The file in which Claude Code keeps its login, outside the keychain. */
export function claudeCredentialsFile(host: Pick<Host, "env">, platform: Platform): WatchedFile {
  return { folder: storageFolder(host, platform), name: ".credentials.json", settleMs };
}

/** The file in which OpenCode keeps its logins. */
export function openCodeCredentialsFile(host: Pick<Host, "env">, platform: Platform): WatchedFile {
  const data = host.env("XDG_DATA_HOME") || below(platform.home, ".local", "share");
  return { folder: below(data, "opencode"), name: "auth.json", settleMs };
}

/** Claude Code's login in its file. */
export async function claudeFileLogin(host: LoginHost, platform: Platform): Promise<StoredLogin> {
  const file = pathOf(claudeCredentialsFile(host, platform));
  const text = await readText(host, file);
  return typeof text === "string" ? claudeEntry(text, file) : text;
}

/** Claude Code's login in the system's keychain, where it has one. It can prompt: not for every poll. */
export async function keychainLogin(host: LoginHost, platform: Platform): Promise<StoredLogin> {
  const command = platform.readSecret({
    service: await keychainService(host, platform),
    account: host.env("USER") ?? "",
  });
  if (command === null) return { kind: "absent" };
  const place = keychainPlace;
  try {
    const result = await host.run(command, { timeoutMs: keychainMs });
    if (result.timedOut) return unreadable(place, { about: "credentials", kind: "keychain-silent" });
    if (result.code === keychainHasNone) return { kind: "absent" };
    if (result.code === keychainLocked) {
      return unreadable(place, { about: "credentials", kind: "keychain-locked" });
    }
    if (result.code !== 0) {
      return unreadable(place, { about: "credentials", kind: "security-failed", status: result.code });
    }
    return claudeEntry(unhex(result.stdout.trim()), place);
  } catch {
    return unreadable(place, { about: "credentials", kind: "security-not-run" });
  }
}

/** OpenCode's login: the variable replaces the file. */
export async function openCodeLogin(host: LoginHost, platform: Platform): Promise<StoredLogin> {
  const content = host.env(openCodeVariable);
  const file = pathOf(openCodeCredentialsFile(host, platform));
  const place = content ? openCodeVariable : file;
  const text = content || await readText(host, file);
  if (typeof text !== "string") return text;
  const parsed = openCodeFile.safeParse(parseJson(text));
  if (!parsed.success) return unreadable(place, shapeProblem(text));
  const login = parsed.data.anthropic;
  if (login?.type !== "oauth" || !login.access?.trim()) return { kind: "absent" };
  return {
    kind: "entry",
    origin: "OpenCode",
    accessToken: login.access,
    expiresAt: login.expires,
    scopes: null,
    plan: null,
  };
}

/** The token of `claude setup-token`. */
export function variableLogin(host: LoginHost): StoredLogin {
  const accessToken = host.env(tokenVariable);
  if (!accessToken?.trim()) return { kind: "absent" };
  const origin = tokenVariable;
  return { kind: "entry", origin, accessToken, expiresAt: null, scopes: null, plan: null };
}

/** The first 16 hex digits of a text's SHA-256: enough to tell tokens apart, of no use to find one. */
export async function shortHash(text: string): Promise<string> {
  return (await sha256Hex(text)).slice(0, 16);
}

function claudeEntry(text: string, place: string): StoredLogin {
  const parsed = claudeFile.safeParse(parseJson(text));
  if (!parsed.success) return unreadable(place, shapeProblem(text));
  const login = parsed.data.claudeAiOauth ?? parsed.data.claude_ai_oauth ?? parsed.data;
  const accessToken = login.accessToken ?? login.access_token;
  // A login that ended is written as empty tokens.
  if (!accessToken?.trim()) return { kind: "absent" };
  return {
    kind: "entry",
    origin: "Claude Code",
    accessToken,
    expiresAt: login.expiresAt ?? login.expires_at,
    scopes: login.scopes ?? null,
    plan: login.subscriptionType ?? login.subscription_type ?? null,
  };
}

/**
 * Epoch ms of an expiry: a number, or one as text, in ms or in seconds, or a time in ISO 8601 with its zone; null = it says nothing
 * that can be an expiry.
 */
function expiryOf(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const isTime = typeof value === "string" && /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/.test(value);
  if (typeof value === "string" && !isTime && !/^\s*\d+(?:\.\d+)?\s*$/.test(value)) return null;
  const number = isTime ? Date.parse(value) : Number(value);
  if (!(number >= 0 && number <= 8.64e15)) return null;
  return !isTime && number < secondsBelow ? number * second : number;
}

async function readText(host: LoginHost, file: string): Promise<string | StoredLogin> {
  try {
    return await host.files.read(file, maxBytes) ?? { kind: "absent" };
  } catch (error) {
    return unreadable(file, whyUnread(error));
  }
}

/** The reason without the path or the content that some messages carry. */
function whyUnread(error: unknown): Reason {
  const { name } = error instanceof Error ? error : new Error();
  if (name === "PermissionDenied" || name === "NotCapable") return { about: "file", kind: "forbidden" };
  const reason = reasonOf(error);
  if (reason.about === "file" && reason.kind === "unreadable") {
    const { why } = reason;
    return why.about === "file" && why.kind === "too-large" ? { about: "file", kind: "not-read" } : why;
  }
  return name === "Error" ? { about: "file", kind: "not-read" } : { about: "system", text: name };
}

function shapeProblem(text: string): Reason {
  return { about: "credentials", kind: parseJson(text) === undefined ? "not-json" : "odd-types" };
}

function unreadable(file: string, why: Reason): StoredLogin {
  return { kind: "unreadable", failure: { kind: "credentials-unreadable", file, why } };
}

/** The whole path of a watched file. */
export function pathOf({ folder, name }: WatchedFile): string {
  return below(folder, name);
}

/** As Claude Code names it: with a configuration folder of its own, the service carries that folder's hash. */
async function keychainService(host: Pick<Host, "env">, platform: Platform): Promise<string> {
  const folder = namedFolder(host, platform, configVariable);
  const service = "Claude Code-credentials";
  if (folder === null) return service;
  // A path that a shell would have left alone is hashed as it was written.
  const written = folder.remark === null ? host.env(configVariable) ?? "" : folder.path;
  return `${service}-${(await sha256Hex(written.normalize("NFC"))).slice(0, 8)}`;
}

/** The keychain gives what is not plain ASCII as hex digits. */
function unhex(text: string): string {
  return /^([0-9a-f]{2})+$/i.test(text) ? new TextDecoder().decode(decodeHex(text)) : text;
}

/** In hex digits. */
export async function sha256Hex(text: string): Promise<string> {
  return encodeHex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
