/** What Claude's usage endpoint answers: a reading, or the reason why there is none. */
import * as z from "zod";
import { accountName, organisationIn } from "../../core/usage/account_name.ts";
import { parseJson } from "../../core/text/json.ts";
import type { Answer, Reading } from "../../core/usage/reading.ts";
import type { Failure } from "../../core/usage/usage_failure.ts";
import { type ParsedUsage, parseUsage } from "./usage_limits.ts";
import { second } from "../../core/time/units.ts";

const text = z.string().nullish().catch(null);
const code = z.object({ error_code: text }).nullish().catch(null);
const errorBody = z.object({
  error: z.union([
    z.object({ type: text, message: text, error_code: text, details: code }),
    z.string().transform((type) => ({ type, message: null, error_code: null, details: null })),
  ]),
  error_code: text,
});

export interface UsageResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly contentType: string;
  readonly body: string;
}

/** An answer about one account, at `now` (epoch ms). */
export function readAnswer(response: UsageResponse, account: string, now: number): Answer {
  const { status, headers } = response;
  const json = parseJson(response.body);
  if (status === 429) {
    const waitMs = retryAfterMs(headers.get("retry-after"), now);
    // Answers of the endpoint itself have a request id. The edge of its network, which refuses requests without a valid token, gives none.
    return failed({
      kind: "rate-limited",
      retryAfterMs: waitMs,
      ...(headers.has("request-id") ? {} : { unproven: true }),
    });
  }
  if (status === 401) return failed({ kind: "token-refused" });
  if (status === 403) return failed({ kind: isAboutLogin(json) ? "scope" : "refused" });
  if (status === 404) return failed({ kind: "no-endpoint" });
  if (status !== 200) return failed({ kind: "server-error", status });
  if (json === undefined) {
    return failed({ kind: "odd-body", why: { about: "answer", kind: notJson(response) } });
  }
  const parsed = parseUsage(json, now);
  switch (parsed.kind) {
    case "rate-limited":
      return failed({ kind: "rate-limited", retryAfterMs: retryAfterMs(headers.get("retry-after"), now) });
    case "odd":
      return failed({ kind: "odd-body", why: parsed.why });
    case "limits": {
      const proved = provedAccount(headers, account);
      const reading: Reading = {
        account: proved ?? account,
        observedAt: now,
        source: "endpoint",
        limits: parsed.limits,
        ...gapsOf(parsed),
      };
      return { kind: "reading", reading, ...(proved === null ? {} : { proved: true }) };
    }
  }
}

/**
 * The account that the answer belongs to, by its header, which names the organisation. If it is the organisation of the expected
 * account, that account is meant. If not, it is an unknown user in the other organisation. Null = nothing is proved.
 */
function provedAccount(headers: Headers, account: string): string | null {
  const organisation = headers.get("anthropic-organization-id") ?? "";
  const expected = organisationIn(account);
  if (expected === null || !/^[\w.-]{1,64}$/.test(organisation)) return null;
  return organisation === expected ? account : accountName(null, organisation);
}

/** Whether a 403 is about the token. Any other 403 comes from a network, a region or a gateway on the way. */
function isAboutLogin(body: unknown): boolean {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return false;
  const { error, error_code } = parsed.data;
  const { type, message, details } = error;
  const told = [type, message, error.error_code, details?.error_code, error_code];
  // In a sentence or in a code: `oauth_scope_insufficient`, `insufficient_scope` (RFC 6750, 3.1).
  return type === "permission_error" ||
    told.some((one) => /(?<![a-z])(?:scopes?|revoked)(?![a-z])/i.test(one ?? ""));
}

/** The wait of a Retry-After in ms, which is in seconds or until a date; null = there is none, or the date is past. */
export function retryAfterMs(value: string | null, now: number): number | null {
  if (value === null) return null;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : (Date.parse(value) - now) / second;
  return seconds > 0 ? Math.ceil(seconds * second) : null;
}

/** What is missing in a reading of this answer. */
export function gapsOf({ gaps }: ParsedUsage & { readonly kind: "limits" }): Pick<Reading, "gaps"> {
  return gaps === undefined ? {} : { gaps };
}

function notJson({ contentType, body }: UsageResponse): "empty" | "web-page" | "not-json" {
  if (body.trim() === "") return "empty";
  return /html/i.test(contentType) ? "web-page" : "not-json";
}

export function failed(failure: Failure): Answer {
  return { kind: "failure", failure };
}
