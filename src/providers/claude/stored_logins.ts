/**
 * The logins of Claude that are stored on this machine. They are only read, never written, and never renewed: a refresh token can be
 * used once, so a program that used it would sign the person out of Claude Code.
 */
import * as z from "zod";
// @ts-types="../../std_types/encoding.d.ts"
import { decodeHex } from "@std/encoding/hex";
import { parseJson } from "../../core/text/json.ts";
import { below } from "../../core/text/path.ts";
import type { Failure } from "../../core/usage/usage_failure.ts";
import type { Host } from "../../host/host.ts";
import type { Platform } from "../../platform/platform.ts";
import { configVariable, namedFolder, storageFolder } from "./folders.ts";
import {
  openCodeCredentialsFile,
  openCodeVariable,
  settleMs,
  sha256Hex,
  tokenVariable,
} from "./login_places.ts";
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
    /** Where the login was found, in words for a person. */
    readonly origin: string;
    readonly accessToken: string;
    /** Epoch ms; null = the login does not tell. */
    readonly expiresAt: number | null;
    /** Null = the login does not tell. */
    readonly scopes: readonly string[] | null;
    readonly plan: string | null;
  };

/** In words for a person. */
export const keychainPlace = "the keychain";

const maxBytes = 1 << 20;
const keychainMs = 10_000;
/** As seconds this is the year 5138, as ms it is 1973. */
const secondsBelow = 1e11;
/** Exit codes of `security find-generic-password`. */
const keychainHasNone = 44, keychainLocked = 36;

/** A field in an unusual form is read if its meaning is plain. Else it counts as missing. */
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
/** In some files the fields of the login are not below the outer key. */
const claudeFile = claudeFields.extend({
  claudeAiOauth: claudeFields.nullish(),
  claude_ai_oauth: claudeFields.nullish(),
});
const openCodeFile = z.object({
  anthropic: z.object({ type: z.string(), access: z.string().nullish(), expires: expiry }).nullish(),
});

/** The file of Claude Code's login, if that is not in the keychain. */
export function claudeCredentialsFile(host: Pick<Host, "env">, platform: Platform): WatchedFile {
  return { folder: storageFolder(host, platform), name: ".credentials.json", settleMs };
}

/** Claude Code's login in the file. */
export async function claudeFileLogin(host: LoginHost, platform: Platform): Promise<StoredLogin> {
  const file = pathOf(claudeCredentialsFile(host, platform));
  const text = await readText(host, file);
  return typeof text === "string" ? claudeEntry(text, file) : text;
}

/** Claude Code's login in the keychain of the system, if it has one. The keychain can ask for a password: do not read it at every poll. */
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

/** OpenCode's login, from the variable or else from the file. */
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

/** The first 16 hex digits of the SHA-256 of a text: enough to tell tokens apart, and nobody can find a token from it. */
export async function shortHash(text: string): Promise<string> {
  return (await sha256Hex(text)).slice(0, 16);
}

function claudeEntry(text: string, place: string): StoredLogin {
  const parsed = claudeFile.safeParse(parseJson(text));
  if (!parsed.success) return unreadable(place, shapeProblem(text));
  const login = parsed.data.claudeAiOauth ?? parsed.data.claude_ai_oauth ?? parsed.data;
  const accessToken = login.accessToken ?? login.access_token;
  // After a sign-out the tokens are empty.
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
 * An expiry as epoch ms. It can be a number, also as text, in ms or in seconds, or a time in ISO 8601 with its zone. Null = it cannot
 * be an expiry.
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

/** The reason, without the path or the content that some messages have. */
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

/** The service in the keychain, as Claude Code names it: with the hash of its configuration folder, if that is set. */
async function keychainService(host: Pick<Host, "env">, platform: Platform): Promise<string> {
  const folder = namedFolder(host, platform, configVariable);
  const service = "Claude Code-credentials";
  if (folder === null) return service;
  // Claude Code hashes the path as it was written, after the shell has replaced a `~`.
  const written = folder.remark === null ? host.env(configVariable) ?? "" : folder.path;
  return `${service}-${(await sha256Hex(written.normalize("NFC"))).slice(0, 8)}`;
}

/** The keychain gives text that is not plain ASCII as hex digits. */
function unhex(text: string): string {
  return /^([0-9a-f]{2})+$/i.test(text) ? new TextDecoder().decode(decodeHex(text)) : text;
}
