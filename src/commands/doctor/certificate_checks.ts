/** The server's certificate: who issued it, whether it is trusted, by which authorities, and what is wrong with them. */
import { isoDay } from "../../core/time/iso_time.ts";
import type { NetFailure } from "../../core/usage/usage_failure.ts";
import { AUTHORITIES_VARIABLE, type SystemAuthorities, trustStore } from "../../net/system_authorities.ts";
import { type Check, type Examination, type NetworkParts, ok, problem, warning } from "./check.ts";

/** What is wrong with the system's authorities; null = nothing. `details`: what else there is to say. */
export function uselessAuthorities(
  { says }: Examination,
  { file, trouble }: SystemAuthorities,
  details: readonly string[],
): Check | null {
  if (file === null || trouble === null) return null;
  const detail = [says.authoritiesUseless(AUTHORITIES_VARIABLE, file, trouble), ...details].join("; ");
  return problem("certificate", detail, says.correctVariable(AUTHORITIES_VARIABLE));
}

/** Names the issuer if it is known: it tells a proxy that inspects TLS from the server itself. */
export async function refusedCertificate(
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

/** Says which authorities make the certificate trusted. */
export async function trustedCertificate(
  exam: Examination,
  { net, usage }: NetworkParts,
  store: SystemAuthorities,
): Promise<Check> {
  const { host, says, messages, usageUrl } = exam;
  const shown = await net.certificate(usageUrl);
  if (URL.parse(usageUrl)?.protocol === "http:") {
    return uselessAuthorities(exam, store, [says.noTls]) ?? ok("certificate", says.noTls);
  }
  // Tried without the extra authority, to see whether it is needed.
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
  // Only a warning: requests also work without these authorities, as in the program that the variable is for.
  return extra.named === null || extra.problem === null ? ok("certificate", details.join("; ")) : warning(
    "certificate",
    [messages.reason(extra.problem), ...details].join("; "),
    says.correctVariable(extra.named.from),
  );
}
