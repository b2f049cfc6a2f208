/**
 * The way to the endpoint: through which proxy, whether the server can be reached and its certificate trusted, and whether this
 * machine's clock is right.
 */
import type { NetFailure } from "../../core/usage/usage_failure.ts";
import { checkedUrl } from "../../net/allowed_url.ts";
import type { RouteDescription } from "../../net/net_client.ts";
import { systemAuthorities, whyNoTls } from "../../net/system_authorities.ts";
import { refusedCertificate, trustedCertificate, uselessAuthorities } from "./certificate_checks.ts";
import { type Check, type Examination, type NetworkParts, ok, problem, warning } from "./check.ts";
import { clockCheck } from "./clock_check.ts";
import { sameReason } from "../../core/reason.ts";

/**
 * The variable that replaces the endpoint's own address. That address is never bad, so a bad one comes from this
 * variable.
 */
const URL_VARIABLE = "CLAUDEMINDER_USAGE_URL";
export async function networkChecks(exam: Examination, parts: NetworkParts): Promise<readonly Check[]> {
  const { messages, says, usageUrl } = exam;
  // The authorities come first: without them nothing can be said of the endpoint.
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
  const route = await parts.net.describeRoute(usageUrl);
  const startedAt = performance.now();
  const failure = await parts.provider.probe();
  const tookMs = Math.round(performance.now() - startedAt);
  const endpoint = failure?.kind === "setting" && sameReason(failure.why, whyNoTls(store))
    ? problem("endpoint", says.noTlsAtAll, says.seeCertificate)
    : endpointCheck(exam, route, failure, tookMs);
  const checks = [routeCheck(exam, route), endpoint];
  if (failure !== null) {
    const certificate = failure.kind === "certificate"
      ? await refusedCertificate(exam, parts, failure, store)
      : uselessAuthorities(exam, store, []) ??
        warning("certificate", says.notCompared, says.firstTheEndpoint);
    return [...checks, certificate, warning("clock", says.notCompared, says.firstTheEndpoint)];
  }
  return [...checks, await trustedCertificate(exam, parts, store), await clockCheck(exam, parts)];
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
