/** OpenCode's servers on this machine: which answer, which want a password, and whose the configured ports are. */
import type { Config } from "../core/config.ts";
import { inTime } from "../in_time.ts";
import { type Confirmed, confirmServer } from "../opencode/confirm.ts";
import { createOpencodeClient, type ServerPlace } from "../opencode/client.ts";
import { createGate } from "../opencode/gate.ts";
import { watchListeners } from "../opencode/listeners.ts";
import { hostnameOf } from "../tasks/opencode.ts";
import { type Check, type Examination, ok, warning } from "./check.ts";

/** How long in ms the system may take to say who listens: a helper has to start first. */
const LISTENERS_MS = 6_000;

export interface OpencodeChecks {
  readonly checks: readonly Check[];
  /** Of each server that says one. */
  readonly versions: readonly string[];
}

interface Asked {
  readonly place: ServerPlace;
  /** It stands in the settings. */
  readonly isConfigured: boolean;
  /** A process of OpenCode's name listens there. */
  readonly isNamed: boolean;
}

/** Never rejects. */
export async function opencodeChecks(
  room: Examination,
  settings: Config["opencode"],
): Promise<OpencodeChecks> {
  const { host, says } = room;
  if (!settings.enabled) return { checks: [ok("opencode", says.opencodeOff)], versions: [] };
  const found = await listening(room);
  const places: readonly ServerPlace[] = [
    ...(found ?? []),
    ...settings.ports.map((port): ServerPlace => ({ hostname: "127.0.0.1", port }))
      .filter(({ port }) => found?.some((each) => each.port === port) !== true),
  ];
  const http = host.httpClient({});
  const gate = createGate(host);
  const password = (settings.password_env === "" ? "" : host.env(settings.password_env)) ?? "";
  const login = password === ""
    ? null
    : { username: host.env("OPENCODE_SERVER_USERNAME") || "opencode", password };
  try {
    const answers = await Promise.all(places.map(async (place) => {
      const isNamed = found?.includes(place) === true;
      const asked = { place, isNamed, isConfigured: settings.ports.includes(place.port) };
      const client = createOpencodeClient({ host, http, gate }, place, login);
      const signal = new AbortController().signal;
      return { asked, confirmed: await confirmServer(host, client, { isNamed, signal }) };
    }));
    const checks = [
      ...(found === null ? [warning("opencode", says.listenersUnknown, says.reportIt)] : []),
      ...answers.flatMap(({ asked, confirmed }) => checkOf(room, asked, confirmed, login !== null)),
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
  { place: { port }, isConfigured }: Asked,
  confirmed: Confirmed,
  hasPassword: boolean,
): readonly Check[] {
  switch (confirmed.kind) {
    case "opencode":
      return [ok("opencode", says.opencodeAnswers(port, confirmed.version))];
    case "locked":
      return hasPassword
        ? [warning("opencode", says.opencodeRefuses(port), says.correctPassword)]
        : [warning("opencode", says.opencodeLocked(port), says.setPassword)];
    case "silent":
      return [warning("opencode", says.opencodeSilent(port), says.restartServer)];
    case "other":
      return isConfigured ? [warning("opencode", says.opencodeOther(port), says.takePortOut(port))] : [];
    case "nobody":
      return isConfigured ? [ok("opencode", says.opencodeClosed(port))] : [];
  }
}

/** Where processes of OpenCode's name listen; null = the system does not say. */
async function listening({ host, platform }: Examination): Promise<readonly ServerPlace[] | null> {
  const ended = new AbortController();
  try {
    const pictures = watchListeners(host, platform.listeners).pictures(ended.signal)[Symbol.asyncIterator]();
    const late = () => new Error("late");
    const { value, done } = await inTime(pictures.next(), { host, limitMs: LISTENERS_MS, late });
    ended.abort();
    await pictures.return?.();
    if (done === true) return [];
    const places = value.flatMap(({ address, port }): readonly ServerPlace[] => {
      const hostname = hostnameOf(address);
      return hostname === null ? [] : [{ hostname, port }];
    });
    return places.filter((place, index) => places.findIndex((each) => each.port === place.port) === index);
  } catch {
    return null;
  } finally {
    ended.abort();
  }
}
