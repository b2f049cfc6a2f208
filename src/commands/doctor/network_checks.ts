/**
 * The way to the endpoint: through which proxy, whether the server can be reached and its certificate trusted, and whether this
 * machine's clock is right. The clock is compared by one request for the server's front page, without a token: it counts for
 * nobody's limit.
 */
import type { Settings } from "../../core/settings.ts";
import type { NetFailure } from "../../core/usage/usage_failure.ts";
import {
  AUTHORITIES_VARIABLE,
  type SystemAuthorities,
  systemAuthorities,
  trustStore,
  whyNoTls,
} from "../../net/system_authorities.ts";
import type { Net, RouteDescription } from "../../net/net_client.ts";
import { checkedUrl } from "../../net/allowed_url.ts";
import { serverTime } from "../../net/server_time.ts";
import type { Provider } from "../../providers/provider.ts";

import { type Check, type Examination, ok, problem, warning } from "./check.ts";
import { isoDay } from "../../core/time/iso_time.ts";
import { minute, second } from "../../core/time/units.ts";

const ANSWER_MS = 5_000;
/** Whose value is asked in the place of the endpoint's own address, which is never bad. */
const URL_VARIABLE = "CLAUDEMINDER_USAGE_URL";
/** From here on a token's expiry and a limit's reset are judged wrongly enough to matter. */
const SKEW_MS = minute;

export interface NetworkParts {
  readonly net: Net;
  readonly provider: Provider;
  readonly usage: Settings["usage"];
}

export async function networkChecks(exam: Examination, way: NetworkParts): Promise<readonly Check[]> {
  const { messages, says, usageUrl } = exam;
  // Before the endpoint: without it nothing can be said of that.
  const store = await systemAuthorities(exam.host);
  const checked = checkedUrl(usageUrl);
  if (checked.kind === "bad") {
    const unknown = (name: "proxy" | "certificate" | "clock") =>
      warning(name, says.noAddress, says.firstTheEndpoint);
    const why = messages.failure({ kind: "setting", why: checked.why });
    return [
      unknown("proxy"),
      problem("endpoint", why, says.correctVariable(URL_VARIABLE)),
      uselessAuthorities(exam, store, []) ?? unknown("certificate"),
      unknown("clock"),
    ];
  }
  const route = await way.net.describeRoute(usageUrl);
  const startedAt = performance.now();
  const failure = await way.provider.probe();
  const tookMs = Math.round(performance.now() - startedAt);
  const endpoint =
    failure?.kind === "setting" && JSON.stringify(failure.why) === JSON.stringify(whyNoTls(store))
      ? problem("endpoint", says.noTlsAtAll, says.seeCertificate)
      : endpointCheck(exam, route, failure, tookMs);
  const checks = [routeCheck(exam, route), endpoint];
  if (failure !== null) {
    const certificate = failure.kind === "certificate"
      ? await refusedCertificate(exam, way, failure, store)
      : uselessAuthorities(exam, store, []) ??
        warning("certificate", says.notCompared, says.firstTheEndpoint);
    return [...checks, certificate, warning("clock", says.notCompared, says.firstTheEndpoint)];
  }
  return [...checks, await trustedCertificate(exam, way, store), await clockCheck(exam, way)];
}

/** Null when there is nothing the matter with them. `details`: what else there is to say. */
function uselessAuthorities(
  { says }: Examination,
  { file, trouble }: SystemAuthorities,
  details: readonly string[],
): Check | null {
  if (file === null || trouble === null) return null;
  const detail = [says.authoritiesUseless(AUTHORITIES_VARIABLE, file, trouble), ...details].join("; ");
  return problem("certificate", detail, says.correctVariable(AUTHORITIES_VARIABLE));
}

function routeCheck({ messages, says }: Examination, route: RouteDescription): Check {
  switch (route.kind) {
    case "direct":
      return ok("proxy", says.noProxy(route.because));
    case "proxy":
      return ok("proxy", says.proxy(route.proxy, route.from));
    case "bad":
      return problem("proxy", messages.reason(route.why), says.correctProxy);
  }
}

function endpointCheck(
  { messages, says, usageUrl }: Examination,
  route: RouteDescription,
  failure: NetFailure | null,
  tookMs: number,
): Check {
  if (failure === null) {
    const way = route.kind === "proxy" ? says.through(route.proxy) : says.straight;
    return ok("endpoint", says.reachable(new URL(usageUrl).host, way, tookMs));
  }
  switch (failure.kind) {
    case "offline":
      return problem("endpoint", messages.failure(failure), says.network[failure.how]);
    case "certificate":
      return problem("endpoint", messages.failure(failure), says.seeCertificate);
    case "setting":
      return problem("endpoint", messages.failure(failure), says.correctSetting);
  }
}

/** The issuer is said where it is known: it tells a TLS-inspecting proxy from the server itself. */
async function refusedCertificate(
  exam: Examination,
  { net }: NetworkParts,
  failure: NetFailure & { readonly kind: "certificate" },
  store: SystemAuthorities,
): Promise<Check> {
  const { host, says, messages, platform, usageUrl } = exam;
  const shown = await net.certificate(usageUrl);
  const issuer = shown === null ? [] : [says.issuedBy(shown.issuer)];
  if (failure.how === "pin") {
    const detail = [messages.failure(failure), ...issuer].join("; ");
    return problem("certificate", detail, messages.advice(failure));
  }
  const detail = [says.untrusted(failure.host), ...issuer];
  const now = host.now();
  if (shown !== null && (now < shown.validFrom || now > shown.validTo)) {
    const day = (at: number) => Number.isNaN(at) ? "?" : isoDay(at);
    detail.push(says.outOfTime(day(shown.validFrom), day(shown.validTo)));
    return problem("certificate", detail.join("; "), says.checkClockFirst);
  }
  return uselessAuthorities(exam, store, detail) ??
    problem("certificate", detail.join("; "), says.trustIssuer(platform.os));
}

async function trustedCertificate(
  exam: Examination,
  { net, usage }: NetworkParts,
  store: SystemAuthorities,
): Promise<Check> {
  const { host, says, messages, usageUrl } = exam;
  const shown = await net.certificate(usageUrl);
  if (URL.parse(usageUrl)?.protocol === "http:") {
    return uselessAuthorities(exam, store, [says.noTls]) ?? ok("certificate", says.noTls);
  }
  // What the extra authority is needed for shows when it is not there.
  const withoutFile = usage.ca_file === ""
    ? null
    : await exam.createNet({ ...usage, ca_file: "", pins: [] }).probe(usageUrl);
  const extra = await net.describeExtra();
  const details = [
    ...(shown === null ? [] : [says.issuedBy(shown.issuer)]),
    withoutFile === null ? says.trustedByStore(trustStore(host)) : says.trustedByFile(usage.ca_file),
    ...(store.file === null || store.trouble !== null
      ? []
      : [says.systemStoreIs(AUTHORITIES_VARIABLE, store.file)]),
    ...(extra.named === null || extra.problem !== null
      ? []
      : [says.alsoTrusted(extra.named.value, extra.named.from)]),
    usage.pins.length === 0 ? says.noPins : says.pinMatches(usage.pins.length),
  ];
  const useless = uselessAuthorities(exam, store, details);
  if (useless !== null) return useless;
  // It goes without them: its own program does so too.
  return extra.named === null || extra.problem === null ? ok("certificate", details.join("; ")) : warning(
    "certificate",
    [messages.reason(extra.problem), ...details].join("; "),
    says.correctVariable(extra.named.from),
  );
}

async function clockCheck(exam: Examination, { net }: NetworkParts): Promise<Check> {
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
