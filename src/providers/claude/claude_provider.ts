/** Claude's provider: the usage endpoint, the tokens of Claude Code and OpenCode, and the answer that Claude Code has stored. */
import * as z from "zod";
import { accountName, isSameAccount, userIn } from "../../core/usage/account_name.ts";
import { parseJson } from "../../core/text/json.ts";
import type { Failure } from "../../core/usage/usage_failure.ts";
import type { Host } from "../../host/host.ts";
import type { Net } from "../../net/net_client.ts";
import { createServerClock } from "../../net/clock_skew.ts";
import type { Platform } from "../../platform/platform.ts";
import {
  claudeCredentialsFile,
  claudeFileLogin,
  keychainLogin,
  keychainPlace,
  openCodeLogin,
  pathOf,
  shortHash,
  type StoredLogin,
  variableLogin,
} from "./stored_logins.ts";
import { claudeBudget } from "./claude_request_budget.ts";
import {
  configFolder,
  configVariable,
  inFolder,
  namedFolder,
  settingsFolder,
  storageVariable,
} from "./folders.ts";
import { surroundingsHash } from "./login_fingerprint.ts";
import { openCodeCredentialsFile, openCodeVariable, tokenVariable } from "./login_places.ts";
import { failed, gapsOf, readAnswer } from "./usage_answer.ts";
import { parseUsage } from "./usage_limits.ts";
import { readStatusLine } from "./claude_status_line.ts";
import type { FoundLogin, LoginPlace, Provider, Token, WatchedFile } from "../provider.ts";
import { day, minute, second } from "../../core/time/units.ts";

/** Claude Code itself waits as long for the endpoint. */
const answerMs = 5 * second;
/** A token without this scope is always refused with 403. */
const neededScope = "user:profile";
const maxSettingsBytes = 64 << 20;
/** Of an answer that was stored longer ago than this, no window runs any more. */
const oldestMs = 366 * day;
/** The keychain can ask a person for a password. While its token cannot be used, it is read again only this often. */
const keychainEveryMs = 5 * minute;

/** One half of an account's name; anything else counts as not known. */
const identity = z.string().regex(/^[\w.-]{1,64}$/).nullish().catch(null);
const settingsFile = z.object({
  oauthAccount: z.object({ accountUuid: identity, organizationUuid: identity }).nullish().catch(null),
  cachedUsageUtilization: z.object({
    fetchedAtMs: z.number(),
    accountUuid: z.string().nullish().catch(null),
    utilization: z.unknown(),
  }).nullish().catch(null),
});

export interface ClaudeOptions {
  readonly host: Pick<Host, "env" | "run" | "now"> & {
    readonly files: Pick<Host["files"], "read" | "realPath">;
  };
  readonly platform: Platform;
  /** The network, by the settings of this moment. */
  readonly net: () => Pick<Net, "request" | "probe">;
  /** `claudeminder/VERSION`: this program's own name, not another program's. */
  readonly userAgent: string;
  /** The address that is asked. Tests and the demo have another one. */
  readonly url: string;
}

export function claudeProvider({ host, platform, net, userAgent, url }: ClaudeOptions): Provider {
  const folder = namedFolder(host, platform, configVariable);
  const settings: WatchedFile = {
    folder: settingsFolder(host, platform),
    name: ".claude.json",
    settleMs: 5000,
  };
  const clock = createServerClock(host);
  /** The login with its expiry by this machine's clock. The endpoint decides by its own clock whether a token has expired. */
  const here = (entry: StoredLogin): StoredLogin =>
    entry.kind === "entry" && entry.expiresAt !== null
      ? { ...entry, expiresAt: entry.expiresAt + clock.skewMs() }
      : entry;
  let keychain: { readonly entry: StoredLogin; readonly at: number } | null = null;

  async function settingsOf(file = settings): Promise<z.output<typeof settingsFile> | null> {
    try {
      const text = await host.files.read(pathOf(file), maxSettingsBytes);
      return text === null ? null : settingsFile.safeParse(parseJson(text)).data ?? null;
    } catch {
      // Claude Code writes this file often, so it may not be readable just now. It is not needed: it only adds to what is known.
      return null;
    }
  }

  async function claudeCodeEntry(again: boolean): Promise<StoredLogin> {
    const now = host.now();
    const old = keychain === null ||
      (!isUsable(here(keychain.entry), now) && now - keychain.at >= keychainEveryMs);
    if (keychain === null || again || old) keychain = { entry: await keychainLogin(host, platform), at: now };
    if (keychain.entry.kind === "entry") return keychain.entry;
    const inFile = await claudeFileLogin(host, platform);
    return inFile.kind === "absent" ? keychain.entry : inFile;
  }

  async function accountOf(entry: StoredLogin & { kind: "entry" }): Promise<string> {
    if (entry.origin !== "Claude Code") return entry.origin;
    const plan = /^[\w .-]{1,64}$/.exec(entry.plan ?? "")?.[0] ?? "";
    return nameIn(await settingsOf()) ?? `${entry.origin} ${plan}`.trim();
  }

  async function tokenOf(entry: StoredLogin & { kind: "entry" }): Promise<Token> {
    const { origin, expiresAt, accessToken } = entry;
    const [account, hash] = await Promise.all([accountOf(entry), shortHash(accessToken)]);
    return {
      account,
      origin,
      hash,
      expiresAt,
      requestBudget: claudeBudget,
      authorization: () => `Bearer ${accessToken}`,
    };
  }

  async function foundFor(entry: StoredLogin): Promise<FoundLogin> {
    switch (entry.kind) {
      case "absent":
        return { kind: "none", failure: { kind: "signed-out" }, account: null };
      case "unreadable":
        return {
          kind: "none",
          failure: entry.failure,
          account: nameIn(await settingsOf()),
        };
      case "entry": {
        const failure = entryFailure(entry, host.now());
        if (failure === null) return { kind: "token", token: await tokenOf(entry) };
        const [account, tokenHash] = await Promise.all([accountOf(entry), shortHash(entry.accessToken)]);
        return { kind: "none", failure, account, tokenHash };
      }
    }
  }

  return {
    endpoint: url,
    answerMs,
    signInUrl: "https://claude.ai/login",
    scope: neededScope,
    remarks: [folder, namedFolder(host, platform, storageVariable)].flatMap((named) => named?.remark ?? []),
    surroundings: (salt) => surroundingsHash(host, platform, { url, salt }),
    watched: [claudeCredentialsFile(host, platform), openCodeCredentialsFile(host, platform), settings],

    async credential({ again }) {
      const places = [here(await claudeCodeEntry(again)), here(await openCodeLogin(host, platform))];
      const usable = places.find((entry) => isUsable(entry, host.now()));
      if (usable !== undefined) return await foundFor(usable);
      // That a stored token has expired tells a person more than that the token of the environment lacks the scope, as it usually does.
      const known = places.find((entry) => entry.kind !== "absent");
      return await foundFor(known ?? variableLogin(host));
    },

    async places() {
      const inKeychain = here(keychain?.entry ?? { kind: "absent" });
      const secret = platform.readSecret({ service: "", account: "" });
      const looked: readonly (readonly [Omit<LoginPlace, "holds">, StoredLogin])[] = [
        ...(secret === null ? [] : [[place("Claude Code", keychainPlace, false), inKeychain] as const]),
        // When the keychain has a login, the file is not read.
        ...(inKeychain.kind === "entry" ? [] : [
          [
            place("Claude Code", pathOf(claudeCredentialsFile(host, platform)), true),
            here(await claudeFileLogin(host, platform)),
          ] as const,
        ]),
        [
          host.env(openCodeVariable)
            ? place("OpenCode", openCodeVariable, false)
            : place("OpenCode", pathOf(openCodeCredentialsFile(host, platform)), true),
          here(await openCodeLogin(host, platform)),
        ],
        [place(tokenVariable, tokenVariable, false), variableLogin(host)],
      ];
      const now = host.now();
      const stored = looked.slice(0, -1);
      const usable = stored.find(([, entry]) => isUsable(entry, now));
      // The variable counts only if no other place has a login.
      const used = usable ??
        (stored.every(([, entry]) => entry.kind === "absent") ? looked.at(-1) : undefined);
      return looked.map((each): LoginPlace => ({
        ...each[0],
        holds: contentOf(each[1], each === used, now),
      }));
    },

    async cached(account) {
      const file = await settingsOf();
      const stored = file?.cachedUsageUtilization;
      const name = nameIn(file);
      if (!stored || name === null || !isSameAccount(name, account)) return null;
      // The stored answer tells the user only. Which organisation it is of follows from the time at which it was stored.
      if (stored.accountUuid && stored.accountUuid !== userIn(account)) return null;
      const parsed = parseUsage(stored.utilization, host.now());
      const age = host.now() - stored.fetchedAtMs;
      if (parsed.kind !== "limits" || age < 0 || age > oldestMs) return null;
      return {
        account,
        observedAt: stored.fetchedAtMs,
        source: "cache",
        limits: parsed.limits,
        ...gapsOf(parsed),
      };
    },

    readStatusLine,

    async loginIn(folder) {
      const there = inFolder(host, folder);
      const isOurs = configFolder(there, platform) === configFolder(host, platform);
      // Where the keychain has our login, the file is not used.
      const entry = isOurs && keychain?.entry.kind === "entry"
        ? keychain.entry
        : await claudeFileLogin(there, platform);
      const file = await settingsOf({ ...settings, folder: settingsFolder(there, platform) });
      return {
        account: nameIn(file),
        tokenHash: entry.kind === "entry" ? await shortHash(entry.accessToken) : null,
      };
    },

    async ask(token, { timeoutMs, signal }) {
      const askedAt = host.now();
      const answer = await net().request(url, {
        headers: {
          "authorization": token.authorization(),
          "anthropic-beta": "oauth-2025-04-20",
          "content-type": "application/json",
          "user-agent": userAgent,
        },
        timeoutMs,
        ...(signal === undefined ? {} : { signal }),
      });
      switch (answer.kind) {
        case "failure":
          return answer;
        case "too-large":
          return failed({ kind: "odd-body", why: { about: "answer", kind: "too-large" } });
        case "response":
          clock.saw(answer.headers, askedAt);
          return readAnswer(answer, token.account, host.now());
      }
    },

    skewMs: () => clock.skewMs(),
    probe: (signal) => net().probe(url, signal),
  };
}

/** The account that is signed in by Claude Code's file; null = the file does not tell. The token may be of another account. */
function nameIn(file: z.output<typeof settingsFile> | null): string | null {
  const { accountUuid, organizationUuid } = file?.oauthAccount ?? {};
  return accountUuid ? accountName(accountUuid, organizationUuid ?? null) : null;
}

function entryFailure(entry: StoredLogin & { kind: "entry" }, now: number): Failure | null {
  if (entry.expiresAt !== null && entry.expiresAt <= now) {
    return { kind: "token-expired", at: entry.expiresAt };
  }
  return entry.scopes !== null && entry.scopes.length > 0 && !entry.scopes.includes(neededScope)
    ? { kind: "scope" }
    : null;
}

function place(origin: string, where: string, isFile: boolean): Omit<LoginPlace, "holds"> {
  return { origin, where, isFile };
}

function contentOf(entry: StoredLogin, used: boolean, now: number): LoginPlace["holds"] {
  switch (entry.kind) {
    case "absent":
      return { kind: "nothing" };
    case "unreadable":
      return { kind: "unusable", failure: entry.failure };
    case "entry": {
      const failure = entryFailure(entry, now);
      if (failure !== null) return { kind: "unusable", failure };
      return { kind: "login", hasScope: entry.scopes?.includes(neededScope) === true ? true : null, used };
    }
  }
}

function isUsable(entry: StoredLogin, now: number): boolean {
  return entry.kind === "entry" && entryFailure(entry, now) === null;
}
