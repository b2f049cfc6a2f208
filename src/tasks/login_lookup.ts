/**
 * Looks who is signed in at the vendor, and tells the state. Also takes the answer that the vendor's own program has stored, if it is
 * newer than what is known.
 */
import { getLogger } from "@logtape/logtape";
import type { Credential } from "../core/usage/credential.ts";
import { readingOf } from "../core/usage/current_usage.ts";
import { type Reading, wholeAtOf } from "../core/usage/reading.ts";
import type { Host } from "../host/host.ts";
import type { FoundLogin, Provider, Token } from "../providers/provider.ts";
import type { Store } from "./task.ts";

const log = getLogger(["claudeminder", "poller"]);

export interface LoginLookup {
  /** The token that was found by the last look; null = there is none that can be used. */
  token(): Token | null;
  /** Epoch ms of the last look; 0 = there was none. */
  lookedAt(): number;
  /** Looks for the login alone. `again`: also where looking can disturb a person. */
  lookForLogin(options: { readonly again: boolean }): Promise<void>;
  /** Looks for the login, then for a stored answer. Looks wait for each other, so that an older look never overwrites a newer one. */
  look(options: { readonly again: boolean }): Promise<void>;
}

export interface LoginLookupOptions {
  readonly host: Pick<Host, "now">;
  readonly store: Store;
  readonly provider: Pick<Provider, "credential" | "cached">;
  /** Called for each stored answer that was taken. */
  readonly onStored: (reading: Reading) => void;
}

export function createLoginLookup({ host, store, provider, onStored }: LoginLookupOptions): LoginLookup {
  let token: Token | null = null;
  let lookedAt = 0;
  /** The credential that was found last, as text. */
  let lastSeen = "";
  let looking: Promise<void> = Promise.resolve();

  async function lookForLogin(options: { readonly again: boolean }): Promise<void> {
    const found = await provider.credential(options);
    lookedAt = host.now();
    token = found.kind === "token" ? found.token : null;
    const credential = credentialOf(found, lookedAt);
    const seen = JSON.stringify({ ...credential, since: 0 });
    if (seen === lastSeen) return;
    lastSeen = seen;
    store.dispatch({ type: "credential", credential, now: lookedAt });
    if (credential.kind === "token") log.info("signed in through {origin}", { origin: credential.origin });
    else if (credential.kind === "none") log.info("no token: {why}", { why: credential.failure.kind });
  }

  async function lookForStored(): Promise<void> {
    const { credential } = store.state();
    const account = credential.kind === "unknown" ? null : credential.account;
    const reading = account === null ? null : await provider.cached(account);
    const known = readingOf(store.state());
    if (reading === null || (known !== null && (wholeAtOf(known) ?? 0) >= reading.observedAt)) return;
    store.dispatch({ type: "cached", reading, now: host.now() });
    onStored(reading);
  }

  return {
    token: () => token,
    lookedAt: () => lookedAt,
    lookForLogin,
    look(options) {
      const begun = looking.then(() => lookForLogin(options)).then(lookForStored);
      looking = begun.catch(() => {});
      return begun;
    },
  };
}

function credentialOf(found: FoundLogin, now: number): Credential {
  switch (found.kind) {
    case "token": {
      const { account, origin, hash, expiresAt, requestBudget } = found.token;
      return { kind: "token", account, origin, tokenHash: hash, expiresAt, requestBudget };
    }
    case "none":
      return {
        kind: "none",
        failure: found.failure,
        account: found.account,
        ...(found.tokenHash === undefined ? {} : { tokenHash: found.tokenHash }),
        since: now,
      };
  }
}
