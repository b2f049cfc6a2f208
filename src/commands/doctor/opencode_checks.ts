/**
 * OpenCode's servers on this machine: which of them answer, which want a password, and who listens on the ports in the
 * settings.
 */
import type { Settings } from "../../core/settings.ts";
import { withinTime } from "../../host/time_limit.ts";
import { type Confirmation, confirmOpencode } from "../../agents/opencode/discovery/confirm_opencode.ts";
import { createOpencodeClient } from "../../agents/opencode/opencode_client.ts";
import { createRequestPacer } from "../../agents/opencode/request_pacer.ts";
import { watchListeners } from "../../agents/opencode/discovery/listener_watch.ts";
import {
  addressInUrl,
  mayAsk,
  originOf,
  type ReachableServer,
  reachableServers,
  type ServerAddress,
  serverId,
  unusualHost,
} from "../../agents/opencode/server_address.ts";
import { loginIn, takesPassword } from "../../agents/opencode/server_password.ts";
import { type Check, type Examination, ok, warning } from "./check.ts";

/** How long in ms the system may take to say which processes listen: a helper may have to start first. */
const LISTENERS_MS = 6_000;

export interface OpencodeChecks {
  readonly checks: readonly Check[];
  /** The version of each server that tells it. */
  readonly versions: readonly string[];
}

interface AskedServer {
  readonly place: ServerAddress;
  /** It is in the settings. */
  readonly isConfigured: boolean;
  /** A process with OpenCode's name listens there. */
  readonly isNamed: boolean;
}

/** Never rejects. */
export async function opencodeChecks(
  exam: Examination,
  settings: Settings["opencode"],
): Promise<OpencodeChecks> {
  const { host, says } = exam;
  if (!settings.enabled) return { checks: [ok("opencode", says.opencodeOff)], versions: [] };
  const found = await listening(exam);
  const isFound = (place: ServerAddress) =>
    found?.some((each) => originOf(each) === originOf(place)) === true;
  const isUsual = (port: number) =>
    found?.some((each) => each.port === port && unusualHost(each) === null) === true;
  const servers = settings.servers.map(addressInUrl);
  const places: readonly ServerAddress[] = [
    ...(found ?? []),
    ...settings.ports.map((port): ServerAddress => ({ hostname: "127.0.0.1", port }))
      .filter(({ port }) => !isUsual(port)),
    ...servers.filter((place) => !isFound(place)),
  ];
  const http = host.httpClient({});
  const pacer = createRequestPacer(host);
  const login = loginIn(host, settings.password_env);
  try {
    const answers = await Promise.all(places.map(async (place) => {
      const isNamed = found?.includes(place) === true;
      const isConfigured = servers.includes(place) ||
        unusualHost(place) === null && settings.ports.includes(place.port);
      const asked = { place, isNamed, isConfigured };
      const own = () => mayAsk(host, place);
      const client = createOpencodeClient({ host, http, pacer, mayAsk: own }, place, login);
      const signal = new AbortController().signal;
      return { asked, confirmed: await confirmOpencode(host, client, { isNamed, signal }) };
    }));
    const checks = [
      ...(found === null ? [warning("opencode", says.listenersUnknown, says.reportIt)] : []),
      ...answers.flatMap(({ asked, confirmed }) => checkOf(exam, asked, confirmed, login !== null)),
    ];
    const versions = answers.flatMap(({ confirmed }) =>
      confirmed.kind === "opencode" && confirmed.version !== "" ? [confirmed.version] : []
    );
    return { checks: checks.length === 0 ? [ok("opencode", says.noOpencode)] : checks, versions };
  } finally {
    http.close();
  }
}

function checkOf(
  { says }: Examination,
  { place, isConfigured }: AskedServer,
  confirmed: Confirmation,
  hasPassword: boolean,
): readonly Check[] {
  const where = unusualHost(place) === null ? place.port : originOf(place);
  switch (confirmed.kind) {
    case "opencode":
      return [ok("opencode", says.opencodeAnswers(where, confirmed.version))];
    case "locked":
      if (!takesPassword(place)) return [warning("opencode", says.opencodeUnsecured(where), says.useHttps)];
      return hasPassword
        ? [warning("opencode", says.opencodeRefuses(where), says.correctPassword)]
        : [warning("opencode", says.opencodeLocked(where), says.setPassword)];
    case "silent":
      return [warning("opencode", says.opencodeSilent(where), says.restartServer)];
    case "other":
      return isConfigured ? [warning("opencode", says.opencodeOther(where), says.takePortOut(where))] : [];
    case "nobody":
      return isConfigured ? [ok("opencode", says.opencodeClosed(where))] : [];
  }
}

/** Where processes with OpenCode's name listen; null = the system does not say. */
async function listening({ host, platform }: Examination): Promise<readonly ServerAddress[] | null> {
  const ended = new AbortController();
  try {
    const scans = watchListeners(host, platform.listeners).listeners(ended.signal)[Symbol.asyncIterator]();
    const late = () => new Error("late");
    const { value, done } = await withinTime(scans.next(), { host, limitMs: LISTENERS_MS, late });
    ended.abort();
    await scans.return?.();
    if (done === true) return [];
    // A process that was just forked still has its parent's socket.
    const isSame = (one: ReachableServer, other: ReachableServer) =>
      serverId(one) === serverId(other) || originOf(one.address) === originOf(other.address);
    return reachableServers(value)
      .filter((each, index, all) => all.findIndex((other) => isSame(each, other)) === index)
      .map(({ address: place }) => place);
  } catch {
    return null;
  } finally {
    ended.abort();
  }
}
