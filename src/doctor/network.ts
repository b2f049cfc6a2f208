/**
 * The way to the endpoint: through which proxy, whether the server can be reached and its certificate trusted, and whether this
 * machine's clock is right. The clock is compared by one request for the server's front page, without a token: it counts for
 * nobody's limit.
 */
import type { Config } from "../core/config.ts";
import type { Kept } from "../core/kept.ts";
import type { NetFailure } from "../core/usage.ts";
import type { Net, RouteDescription } from "../net/client.ts";
import type { Provider } from "../providers/provider.ts";
import { type Check, type Examination, ok, problem, warning } from "./check.ts";

const ANSWER_MS = 5_000;
/** From here on a token's expiry and a limit's reset are judged wrongly enough to matter. */
const SKEW_MS = 60_000;

export interface Way {
  readonly net: Net;
  readonly provider: Provider;
  readonly usage: Config["usage"];
}

export async function networkChecks(room: Examination, way: Way): Promise<readonly Check[]> {
  const { says, usageUrl } = room;
  const route = way.net.describeRoute(usageUrl);
  const startedAt = performance.now();
  const failure = await way.provider.probe();
  const tookMs = Math.round(performance.now() - startedAt);
  const checks = [routeCheck(room, route), endpointCheck(room, route, failure, tookMs)];
  if (failure !== null) {
    const certificate = failure.kind === "certificate"
      ? await refusedCertificate(room, way, failure)
      : warning("certificate", says.notCompared, says.firstTheEndpoint);
    return [...checks, certificate, warning("clock", says.notCompared, says.firstTheEndpoint)];
  }
  return [...checks, await trustedCertificate(room, way), await clockCheck(room, way)];
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
  { host, says, messages, platform, usageUrl }: Examination,
  { net }: Way,
  failure: NetFailure & { readonly kind: "certificate" },
): Promise<Check> {
  const shown = await net.certificate(usageUrl);
  const issuer = shown === null ? [] : [says.issuedBy(shown.issuer)];
  if (failure.how === "pin") {
    const detail = [messages.failure(failure), ...issuer].join("; ");
    return problem("certificate", detail, messages.advice(failure));
  }
  const detail = [says.untrusted(failure.host), ...issuer];
  const now = host.now();
  if (shown !== null && (now < shown.validFrom || now > shown.validTo)) {
    const day = (at: number) => Number.isNaN(at) ? "?" : new Date(at).toISOString().slice(0, 10);
    detail.push(says.outOfTime(day(shown.validFrom), day(shown.validTo)));
    return problem("certificate", detail.join("; "), says.checkClockFirst);
  }
  return problem("certificate", detail.join("; "), says.trustIssuer(platform.os));
}

async function trustedCertificate(room: Examination, { net, usage }: Way): Promise<Check> {
  const { host, says, usageUrl } = room;
  const shown = await net.certificate(usageUrl);
  if (URL.parse(usageUrl)?.protocol === "http:") return ok("certificate", says.noTls);
  // What the extra authority is needed for shows when it is not there.
  const withoutFile = usage.ca_file === ""
    ? null
    : await room.createNet({ ...usage, ca_file: "", pins: [] }).probe(usageUrl);
  const variables = ["SSL_CERT_FILE", "SSL_CERT_DIR"].flatMap((name) => {
    const path = host.env(name) ?? "";
    return path === "" ? [] : [{ name, path }];
  });
  const details = [
    ...(shown === null ? [] : [says.issuedBy(shown.issuer)]),
    withoutFile === null
      ? says.trustedByStore(host.env("DENO_TLS_CA_STORE") ?? "system, mozilla")
      : says.trustedByFile(usage.ca_file),
    ...variables.map(({ name, path }) => says.systemStoreIs(name, path)),
    usage.pins.length === 0 ? says.noPins : says.pinMatches(usage.pins.length),
  ];
  for (const { name, path } of variables) {
    const isThere = await host.files.stat(path).catch(() => null) !== null;
    if (!isThere) {
      const detail = [...details, says.variableNamesNothing(name, path)].join("; ");
      return warning("certificate", detail, says.correctVariable(name));
    }
  }
  return ok("certificate", details.join("; "));
}

async function clockCheck(room: Examination, { net }: Way): Promise<Check> {
  const { host, says, platform, usageUrl } = room;
  const askedAt = host.now();
  const answer = await net.request(new URL("/", usageUrl).href, { headers: {}, timeoutMs: ANSWER_MS });
  const answeredAt = host.now();
  if (answer.kind !== "response") return warning("clock", says.notCompared, says.firstTheEndpoint);
  const serverAt = serverTime(answer.headers);
  if (serverAt === null) return ok("clock", says.noDate);
  const skewMs = (askedAt + answeredAt) / 2 - serverAt;
  const skew = offset(room, Math.abs(skewMs));
  if (Math.abs(skewMs) < SKEW_MS) return ok("clock", says.clockRight(skew));
  return warning(
    "clock",
    skewMs > 0 ? says.clockFast(skew) : says.clockSlow(skew),
    says.setClock(platform.os),
  );
}

/**
 * Epoch ms, to half a second: a `Date` has whole seconds. An answer out of a cache has that of its first day, and its `Age`.
 * Source: RFC 9110, 6.6.1; RFC 9111, 5.1.
 */
function serverTime(headers: Headers): number | null {
  const date = Date.parse(headers.get("date") ?? "");
  const ageS = /^\d{1,9}$/.exec(headers.get("age")?.trim() ?? "")?.[0] ?? "0";
  return Number.isNaN(date) ? null : date + 500 + 1000 * Number(ageS);
}

/** "3 s", and from two minutes on in minutes, hours or days. */
function offset({ messages, says }: Examination, ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 120 ? says.seconds(seconds) : messages.span(ms);
}

/** How many requests this hour has had, and whether the server has put a stop to them. */
export function requestsCheck(
  { host, messages, says }: Examination,
  kept: Kept,
  allowed: number,
  tokenHash: string | null,
): Check {
  const now = host.now();
  const gate = kept.gates.find((candidate) => candidate.tokenHash === tokenHash && candidate.until > now);
  if (gate !== undefined) {
    return warning(
      "requests",
      says.rateLimited(messages.nextTry(messages.clock(gate.until, now))),
      says.waitForIt,
    );
  }
  const spent = kept.requests.filter((at) => now - at < 3_600_000).length;
  return ok("requests", says.requests(spent, allowed));
}
