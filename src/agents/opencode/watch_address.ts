/** Watches one address where something listens: asks until it says that it is an OpenCode server, and then follows that. */
import { getLogger } from "@logtape/logtape";
import type { Instance } from "../../core/agents/opencode/instance.ts";
import type { InstanceEvent } from "../../core/agents/opencode/instance_event.ts";
import type { OpencodeReport } from "../../core/agents/opencode/opencode_report.ts";
import type { Host } from "../../host/host.ts";
import type { Platform } from "../../platform/platform.ts";
import { type Confirmation, confirmOpencode } from "./discovery/confirm_opencode.ts";
import { terminalOf } from "./discovery/controlling_terminal.ts";
import { followServer } from "./follow_server.ts";
import { type ClientParts, createOpencodeClient, type OpencodeClient } from "./opencode_client.ts";
import type { RequestPacer } from "./request_pacer.ts";
import { addressName, mayAsk, type ServerAddress, unusualHost } from "./server_address.ts";
import type { Login } from "./server_password.ts";
import type { StreamTime } from "./stream/stream_time_share.ts";
import { second } from "../../core/time/units.ts";

const log = getLogger(["claudeminder", "opencode"]);

const CONNECT_MS = 2 * second;
/** What says that it is something else is asked again after this, unless it is gone before. */
const OTHER_MS = 30 * second;
/** Where nobody answers yet, the second try is after this; then each after twice as long. */
const STARTING_MS = 500;

/** What all servers share. */
export type Shared = Pick<ClientParts, "http" | "pacer"> & {
  readonly readingTime: StreamTime;
  /** For requests about single sessions. */
  readonly sessionPacer: RequestPacer;
};

export interface AddressWatchParts {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep" | "connect" | "run" | "kernel">;
  readonly platform: Pick<Platform, "listeners" | "terminal">;
  readonly shared: Shared;
  readonly login: Login | null;
  /** By key: those that are followed. */
  readonly clients: Map<string, OpencodeClient>;
  report(report: OpencodeReport): void;
  /** What is known of an instance after all that was reported; null = there is none of this key. */
  known(key: string): Instance | null;
}

/**
 * Resolves when the signal aborts, or when nobody listens there any more; `pid`: of the process that listens there, null = not
 * known. At an address without one it resolves as soon as there is no server.
 */
export async function watchAddress(
  { host, platform, shared, login, clients, report, known }: AddressWatchParts,
  address: ServerAddress,
  { pid, signal }: { readonly pid: number | null; readonly signal: AbortSignal },
): Promise<void> {
  const { port } = address;
  const name = addressName(address);
  const unusual = unusualHost(address);
  const key = `${unusual === null ? "" : `${unusual}:`}${port}:${pid ?? "-"}`;
  const client = createOpencodeClient(
    { host, ...shared, mayAsk: () => mayAsk(host, address) },
    address,
    login,
  );
  let isFound = false;
  try {
    for (let waitMs = STARTING_MS; !signal.aborted; waitMs = Math.min(2 * waitMs, OTHER_MS)) {
      const confirmation = await confirmOpencode(host, client, { isNamed: pid !== null, signal });
      if (signal.aborted) return;
      if (pid === null && !await isThere(host, address, confirmation)) return;
      if (confirmation.kind === "nobody" || confirmation.kind === "other") {
        log.debug("{name} is no OpenCode, or not yet", { name });
        await host.sleep(confirmation.kind === "other" ? OTHER_MS : waitMs, signal);
        continue;
      }
      const version = confirmation.kind === "opencode" ? confirmation.version : "";
      const tty = pid === null ? "" : await terminalOf(host, platform, pid);
      log.info("found OpenCode {version} at {name}", { version, name });
      isFound = true;
      clients.set(key, client);
      const where = unusual === null ? {} : { host: unusual };
      report({ type: "found", key, port, pid, tty, version, ...where });
      const emit = (event: InstanceEvent) => {
        if (!signal.aborted) report({ type: "happened", key, event });
      };
      if (confirmation.kind === "silent") {
        emit({ type: "reach", reach: { kind: "not-answering", since: host.now() } });
      }
      const { readingTime, sessionPacer } = shared;
      const currentInstance = () => known(key);
      await followServer({ host, readingTime, sessionPacer, client, name, currentInstance, emit }, signal);
      return;
    }
  } finally {
    clients.delete(key);
    if (isFound) {
      log.info("gone: OpenCode at {name}", { name });
      report({ type: "gone", key });
    }
  }
}

/** Whether anything is there; a server on another machine that says nothing may as well be off. */
async function isThere(
  host: Pick<Host, "connect">,
  { hostname, port, route }: ServerAddress,
  { kind }: Confirmation,
): Promise<boolean> {
  if (kind === "nobody") return false;
  if (kind !== "silent" || route === undefined) return true;
  const address = { hostname: hostname.replace(/^\[|\]$/g, ""), port };
  return await host.connect(address, { timeoutMs: CONNECT_MS }).then(() => true, () => false);
}
