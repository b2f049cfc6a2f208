/** Who is signed in, for how long and with which scope, and which other places were looked at. */
import type { Failure } from "../../core/usage/usage_failure.ts";
import type { LoginPlace, Provider, Token } from "../../providers/provider.ts";
import { type Check, type Examination, ok, problem, warning } from "./check.ts";

export interface SignIn {
  readonly checks: readonly Check[];
  /** The token in use; null = none. */
  readonly token: Pick<Token, "hash" | "requestBudget"> | null;
  /** Files that can hold a login. */
  readonly files: readonly string[];
}

/** Also looks where that may disturb a person: a keychain can ask for a password. */
export async function signInChecks(exam: Examination, provider: Provider): Promise<SignIn> {
  const { host, messages, says } = exam;
  const now = host.now();
  const found = await provider.credential({ again: true });
  const places = await provider.places();
  const looked = ok("sign-in-places", places.map((place) => placeLine(exam, place, now)).join("; "));
  const odd = provider.remarks.map((remark) =>
    warning("sign-in-places", messages.reason(remark), says.writeFullPath)
  );
  const files = places.filter(({ isFile }) => isFile).map(({ where }) => where);
  if (found.kind === "token") {
    const { origin, expiresAt } = found.token;
    const used = places.find(({ holds }) => holds.kind === "login" && holds.used);
    const knownScope = used?.holds.kind === "login" && used.holds.hasScope === true;
    const validity = expiresAt === null
      ? says.withoutExpiry
      : says.validFor(messages.duration(expiresAt - now));
    const scope = knownScope ? says.hasScope(provider.scope) : says.scopeUnknown(provider.scope);
    const detail = says.signedIn(origin, used?.where ?? origin, validity, scope);
    // A token in a variable usually comes from `claude setup-token`.
    const isDoubtful = !knownScope && used !== undefined && used.where === origin;
    const check = isDoubtful ? warning("sign-in", detail, says.signInForScope) : ok("sign-in", detail);
    return { checks: [check, looked, ...odd], token: found.token, files };
  }
  return {
    checks: [missing(exam, found.failure, places, provider.scope, now), looked, ...odd],
    token: null,
    files,
  };
}

function missing(
  { messages, says }: Examination,
  failure: Failure,
  places: readonly LoginPlace[],
  scope: string,
  now: number,
): Check {
  switch (failure.kind) {
    case "token-expired": {
      const place = places.find(({ holds }) =>
        holds.kind === "unusable" && holds.failure.kind === failure.kind
      );
      const detail = says.expired(place?.where ?? "?", messages.ago(now - failure.at));
      return problem("sign-in", detail, says.renew);
    }
    case "scope":
      return problem("sign-in", says.lacksScope(scope), says.signInForScope);
    case "credentials-unreadable":
    case "signed-out":
    case "token-refused":
    case "offline":
    case "certificate":
    case "setting":
    case "no-endpoint":
    case "rate-limited":
    case "refused":
    case "server-error":
    case "odd-body":
      return problem("sign-in", messages.failure(failure), messages.advice(failure));
  }
}

function placeLine(
  { messages, says }: Examination,
  { origin, where, holds }: LoginPlace,
  now: number,
): string {
  const name = origin === where ? origin : `${origin} (${where})`;
  switch (holds.kind) {
    case "nothing":
      return `${name}: ${says.noLogin}`;
    case "login":
      return `${name}: ${holds.used ? says.inUse : says.notNeeded}`;
    case "unusable":
      return holds.failure.kind === "token-expired"
        ? `${name}: ${says.expiredThere(messages.ago(now - holds.failure.at))}`
        : `${name}: ${messages.failure(holds.failure)}`;
  }
}
