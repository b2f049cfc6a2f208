/**
 * Whether this machine's clock is right. It is compared with the server's clock by one request for the server's front
 * page. The request has no token, and counts for nobody's limit.
 */
import { minute, second } from "../../core/time/units.ts";
import { serverTime } from "../../net/clock_skew.ts";
import { type Check, type Examination, type NetworkParts, ok, warning } from "./check.ts";

const ANSWER_MS = 5_000;
/** A difference from which on the program judges a token's expiry and a limit's reset clearly wrong. */
const WARNED_FROM_MS = minute;

export async function clockCheck(exam: Examination, { net }: Pick<NetworkParts, "net">): Promise<Check> {
  const { host, says, platform, usageUrl } = exam;
  const askedAt = host.now();
  const answer = await net.request(new URL("/", usageUrl).href, { headers: {}, timeoutMs: ANSWER_MS });
  const answeredAt = host.now();
  if (answer.kind !== "response") return warning("clock", says.notCompared, says.firstTheEndpoint);
  const serverAt = serverTime(answer.headers);
  if (serverAt === null) return ok("clock", says.noDate);
  const skewMs = (askedAt + answeredAt) / 2 - serverAt;
  const skew = offset(exam, Math.abs(skewMs));
  if (Math.abs(skewMs) < WARNED_FROM_MS) return ok("clock", says.clockRight(skew));
  return warning(
    "clock",
    skewMs > 0 ? says.clockFast(skew) : says.clockSlow(skew),
    says.setClock(platform.os),
  );
}

/** In seconds below two minutes, then in minutes, hours or days. */
function offset({ messages, says }: Examination, ms: number): string {
  const seconds = Math.max(1, Math.round(ms / second));
  return seconds < 120 ? says.seconds(seconds) : messages.span(ms);
}
