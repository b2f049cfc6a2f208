/** The real host: this machine, through Deno. */
import type { Address, ConnectOptions, Host } from "./host.ts";
import { runProgram } from "./process/child_process.ts";
import { personsEnvironment, personsValue, settleEnvironment } from "./process/process_environment.ts";
import { sqliteDatabases } from "./databases/sqlite_databases.ts";
import { denoFiles } from "./files/deno_files.ts";
import { pause } from "./pause.ts";
import { denoHttpClient } from "./http/http_client.ts";
import { serveHttp } from "./http/http_server.ts";
import { denoKernelFiles } from "./files/kernel_files.ts";
import { stayingPrograms } from "./programs/staying_programs.ts";
import { openStream } from "./sockets/byte_stream.ts";
import { freePort, isPortFree } from "./sockets/free_port.ts";
import { clearSocket } from "./sockets/stale_socket.ts";
import { processUse } from "./process/process_use.ts";
import { programStarts } from "./process/program_starts.ts";
import { registry } from "./windows/registry.ts";
import { listeningSockets } from "./windows/listening_sockets.ts";

/**
 * The real host. It has to be made before anything uses the network: it takes the proxy variables out of the process's
 * environment, so that no request follows them unnoticed, and it sees to it that the system's authorities are trusted.
 */
export function denoHost(): Host {
  const zone = settleEnvironment();
  return {
    pid: Deno.pid,
    uid: Deno.uid(),
    now: () => Date.now(),
    monotonic: () => performance.now(),
    processUse,
    random: () => Math.random(),
    sleep: (ms, signal) => pause(ms, signal === undefined ? [] : [signal]),
    env: personsValue,
    followZone: () => zone.follow(),
    language: () => navigator.language,
    httpClient: denoHttpClient,
    connect,
    openStream,
    isPortFree,
    freePort,
    clearSocket,
    serve: async (options, handler) => await Promise.resolve(serveHttp(options, handler)),
    run: (command, options = {}) => runProgram(command, options, personsEnvironment()),
    programs: stayingPrograms(() => personsValue("PATH")),
    files: denoFiles(),
    databases: sqliteDatabases,
    kernel: denoKernelFiles,
    registry,
    sockets: listeningSockets,
    programStarts: (signal) => programStarts(signal),
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
  // Closing a connection does not end a handshake in progress (Deno 2.7). Where the server is gone, keep-alive ends it.
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
