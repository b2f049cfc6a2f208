/** The host as it is: this machine, through Deno. */
import type { Address, ConnectOptions, Host } from "./host.ts";
import { runProgram } from "./host_child.ts";
import { denoFiles } from "./host_files.ts";
import { pause } from "./host_watch.ts";
import { denoHttpClient } from "./host_http.ts";
import { serveHttp } from "./host_server.ts";
import { denoKernelFiles } from "./host_kernel.ts";
import { registry } from "./host_windows_registry.ts";
import { listeningSockets } from "./host_windows_sockets.ts";
import { settleZone, type Zone } from "./host_zone.ts";

/**
 * Deno's own HTTP client reads these, ignores a bad value without a word, sends loopback requests to the proxy too, and
 * knows no way to be told not to (NO_PROXY=* does not cover IP addresses). So the process gives them up, and the
 * proxy is chosen in one place, in net/.
 */
const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
  .flatMap((name) => [name, name.toLowerCase()]);

/** The person's own values of the variables that the process gives up or changes; undefined = was not set. */
const before = new Map<string, string | undefined>();

/**
 * Deno reads this at its first TLS connection. It trusts Mozilla's authorities only where it is not set; a browser trusts
 * those of the system too, among them the one of a company's TLS-inspecting proxy.
 */
const TRUST_VARIABLE = "DENO_TLS_CA_STORE";

function settleEnvironment(): Zone {
  for (const name of PROXY_VARIABLES) {
    const value = Deno.env.get(name);
    if (value === undefined) continue;
    before.set(name, value);
    Deno.env.delete(name);
  }
  if (Deno.env.get(TRUST_VARIABLE) === undefined) {
    before.set(TRUST_VARIABLE, undefined);
    Deno.env.set(TRUST_VARIABLE, "system,mozilla");
  }
  const zone = settleZone();
  before.set("TZ", zone.given);
  return zone;
}

/** The environment as the person has it, for children. */
function personsEnvironment(): Record<string, string> {
  const all = Object.entries({ ...Deno.env.toObject(), ...Object.fromEntries(before) });
  return Object.fromEntries(all.flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}

/**
 * The real host. Has to be made before anything uses the network: it takes the proxy variables out of the process's
 * environment, so that no request follows them behind our back, and sees to it that the system's authorities are trusted.
 */
export function denoHost(): Host {
  const zone = settleEnvironment();
  return {
    pid: Deno.pid,
    uid: Deno.uid(),
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: (ms, signal) => pause(ms, signal === undefined ? [] : [signal]),
    env: (name) => before.has(name) ? before.get(name) : Deno.env.get(name),
    followZone: () => zone.follow(),
    language: () => navigator.language,
    httpClient: denoHttpClient,
    connect,
    serve: async (options, handler) => await Promise.resolve(serveHttp(options, handler)),
    run: (command, options = {}) => runProgram(command, options, personsEnvironment()),
    files: denoFiles(),
    kernel: denoKernelFiles,
    registry,
    sockets: listeningSockets,
  };
}

async function connect(address: Address, options: ConnectOptions): Promise<void> {
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new DOMException("The connection took too long", "TimeoutError")),
    options.timeoutMs,
  );
  const abort = () => limit.abort(options.signal?.reason);
  options.signal?.addEventListener("abort", abort);
  if (options.signal?.aborted) abort();
  try {
    limit.signal.throwIfAborted();
    using connection = await Deno.connect({ ...address, signal: limit.signal });
    if (options.tls !== undefined) await handshake(connection, options.tls, limit.signal);
  } catch (error) {
    limit.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
  }
}

async function handshake(
  connection: Deno.TcpConn,
  tls: NonNullable<ConnectOptions["tls"]>,
  signal: AbortSignal,
): Promise<void> {
  // Closing does not end a handshake in progress (Deno 2.7); where the server is gone, this does.
  connection.setKeepAlive(true);
  using secured = await Deno.startTls(connection, { hostname: tls.serverName, caCerts: [...tls.caCerts] });
  const close = () => secured.close();
  signal.addEventListener("abort", close);
  try {
    await secured.handshake();
  } finally {
    signal.removeEventListener("abort", close);
  }
}
