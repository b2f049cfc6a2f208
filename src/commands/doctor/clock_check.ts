/**
 * Whether this machine's clock is right: it is compared with the server's by one request for the server's front page, without a
 * token, which counts for nobody's limit.
 */
import { minute, second } from "../../core/time/units.ts";
import { serverTime } from "../../net/server_time.ts";
import { type Check, type Examination, type NetworkParts, ok, warning } from "./check.ts";

const ANSWER_MS = 5_000;
/** From here on a token's expiry and a limit's reset are judged wrongly enough to matter. */
const SKEW_MS = minute;

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
  if (Math.abs(skewMs) < SKEW_MS) return ok("clock", says.clockRight(skew));
  return warning(
    "clock",
    skewMs > 0 ? says.clockFast(skew) : says.clockSlow(skew),
    says.setClock(platform.os),
  );
}

/** "3 s", and from two minutes on in minutes, hours or days. */
function offset({ messages, says }: Examination, ms: number): string {
  const seconds = Math.max(1, Math.round(ms / second));
  return seconds < 120 ? says.seconds(seconds) : messages.span(ms);
}
