/**
 * The seam to the operating system: time, processes, files, sockets. Everything else asks for the slice it needs
 * (`Pick<Host, "now" | "files">`), so a test can give it a clock that the test drives, or a full disk.
 */
import type { ByteStream, StayingPrograms, StreamAddress } from "./staying_program.ts";

/** Everything the program takes from the world. */
export interface Host {
  readonly pid: number;
  /** The number of the user that this process acts as; null where the system has none. */
  readonly uid: number | null;
  /** Epoch ms of the wall clock, which may jump. */
  now(): number;
  /** In ms, by a clock that never jumps: to measure how long something takes. */
  monotonic(): number;
  /** What this process has used so far. */
  processUse(): ProcessUse;
  /** A random number in [0, 1). */
  random(): number;
  /**
   * Resolves after `ms`, or at once when the signal aborts; never rejects. The caller divides long sleeps into short ones.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** The person's own environment. It includes the proxy variables, which the process itself has given up. */
  env(name: string): string | undefined;
  /** Adopts the machine's time zone if that has changed since the start or the last call; true = it has. */
  followZone(): boolean;
  /** The system's own language as a tag, "vi-VN", whatever the environment says of it. */
  language(): string;
  /**
   * A `fetch` of its own, with the given way to the server. Without options it connects to the server directly, whatever the
   * environment says. Throws on a proxy URL or a certificate that cannot be used.
   */
  httpClient(options: HttpClientOptions): HttpClient;
  /**
   * Opens a TCP connection, and TLS over it where `tls` is given, and closes it again. Rejects as the system does, with
   * the reason in the error's `name` (`ConnectionRefused`, `InvalidData` for a certificate, `TimeoutError`, ...) or its
   * `code` (`EHOSTUNREACH`, ...).
   */
  connect(address: Address, options: ConnectOptions): Promise<void>;
  /** Opens a connection that stays. Rejects as the system does, or with the signal's reason. */
  openStream(address: StreamAddress, signal?: AbortSignal): Promise<ByteStream>;
  /** Whether nobody listens on the port, and this process may. */
  isPortFree(hostname: string, port: number): Promise<boolean>;
  /** A port that is free at this moment. */
  freePort(hostname: string): Promise<number>;
  /** Removes a Unix socket that nobody listens on any more. False = somebody listens there. */
  clearSocket(path: string): Promise<boolean>;
  /**
   * Serves HTTP until closed: one request on a connection. Rejects when the port or the path is taken. A body that is malformed or cut ends with
   * an error whose `name` is "BadRequest".
   */
  serve(options: ServeOptions, handler: HttpHandler): Promise<HttpServer>;
  /** Runs a program without a shell to its end, with the person's environment. Rejects when it cannot be started. */
  run(command: Command, options?: RunOptions): Promise<RunResult>;
  readonly programs: StayingPrograms;
  readonly files: Files;
  readonly databases: Databases;
  readonly kernel: KernelFiles;
  readonly registry: Registry;
  readonly sockets: ListeningSockets;
  /**
   * Yields once it listens, and from then on whenever programs have been started on this machine. Starts that happen while the caller
   * is busy count as one. Ends with the signal, or at once where the system cannot tell.
   */
  programStarts(signal: AbortSignal): AsyncIterable<void>;
}

export interface ProcessUse {
  /** Time of the processor, in ms, over all cores. */
  readonly cpuMs: number;
  readonly residentBytes: number;
  /** Epoch ms. */
  readonly startedAt: number;
}

export interface Address {
  readonly hostname: string;
  readonly port: number;
}

export interface HttpClientOptions {
  /** `http:`, `https:`, `socks5:` or `socks5h:` URL, with credentials where the proxy wants them. */
  readonly proxy?: string;
  /** PEM certificates trusted besides the built-in ones. */
  readonly caCerts?: readonly string[];
  /** How long a connection that is not in use is kept for the next request, in ms. Default 90,000. */
  readonly keptMs?: number;
}

export interface HttpClient {
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  close(): void;
}

export interface ConnectOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly tls?: { readonly serverName: string; readonly caCerts: readonly string[] };
}

/** `gone` aborts when the client has gone before it was answered, or seems to have. */
export type HttpHandler = (request: Request, gone: AbortSignal) => Promise<Response> | Response;

/**
 * Where to listen. A TCP port of 0 is any free one. A Unix socket is for this user only, and goes when the server closes; there are
 * none on Windows.
 */
export type ServeOptions = StreamAddress & {
  /** They replace the defaults. */
  readonly limits?: Partial<ServeLimits>;
};

/** How much a client may take. When there is no room for one more connection, the oldest one without a request is closed. */
export interface ServeLimits {
  /** How many are open at a time. Default 100; never more than a quarter of the files that the process may have open. */
  readonly connections: number;
  /** How long a request's head may take, in ms. Default 5,000. */
  readonly headMs: number;
  /** How long a request's body may take, in ms. Default 10,000. */
  readonly bodyMs: number;
  /** How long a client may take no byte of the answer, in ms. Default 60,000. */
  readonly writeMs: number;
}

export interface HttpServer {
  /** 0 = it listens on a Unix socket. */
  readonly port: number;
  close(): Promise<void>;
}

/** A program and its arguments, never a shell line. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

export interface RunOptions {
  /** After this many ms it is killed, and `timedOut` is true. Default 10,000. */
  readonly timeoutMs?: number;
  readonly stdin?: string;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface FileInfo {
  readonly size: number;
  /** Epoch ms. */
  readonly modifiedAt: number;
  /** Permission bits, null where the system has none. */
  readonly mode: number | null;
  /** An ordinary file: no folder, link, pipe, socket or device. */
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly isLink: boolean;
  /** The numbers of its user and group, null where the system has none. */
  readonly owner: number | null;
  readonly group: number | null;
}

/**
 * Files. Text is UTF-8, and what is not there is `null`, not an error. Only ordinary files are read and written: a pipe, a socket, a
 * device or a folder in the place of one is an error, and so is a disk that does not answer within 5 s.
 */
export interface Files {
  /** Null when there is no such file. Rejects when it cannot be read, or is larger than `maxBytes`. */
  read(path: string, maxBytes?: number): Promise<string | null>;
  readBytes(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Writes through a new file in the same folder and a rename, so that a reader sees the old or the new, never half, and a
   * full disk leaves the old one. Makes the folder (0700) where it is missing. `mode` defaults to 0600.
   */
  write(path: string, data: string | Uint8Array, mode?: number): Promise<void>;
  /**
   * Adds to the end of a file, and resolves with its size. Makes it (0600) and its folder (0700) where they are missing. A reader may
   * see a part, and a full disk may take only a part.
   */
  append(path: string, data: Uint8Array): Promise<number>;
  stat(path: string): Promise<FileInfo | null>;
  /** As `stat()`, but of a link itself, not of what it leads to. */
  lstat(path: string): Promise<FileInfo | null>;
  /**
   * The path itself, then, while it is a symbolic link, the path that it leads to. The last one is no link, and need not exist.
   * Rejects where there are too many links.
   */
  ways(path: string): Promise<readonly string[]>;
  /** The full path without any link in it; null when it leads to nothing. */
  realPath(path: string): Promise<string | null>;
  /** The names in a folder, in no order; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  rename(from: string, to: string): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>;
  /** Removes a folder with everything in it; does not follow links in it. False = there was none. */
  removeFolder(path: string): Promise<boolean>;
  /** Removes unfinished files of processes that were killed while they wrote in the folder. Never rejects. */
  sweep(folder: string): Promise<void>;
  /** Sets the permission bits, where the system has any. */
  setMode(path: string, mode: number): Promise<void>;
  /** Makes the folder and those above it; an existing one is left as it is. */
  makeDir(path: string, mode: number): Promise<void>;
  /** Runs `work` while no other process of this program holds the lock on `path`. */
  locked<T>(path: string, work: () => Promise<T>): Promise<T>;
  /**
   * The names that change in a folder, until the signal aborts. Waits for a folder that is missing or replaced. Yields "" when it
   * begins to watch, and each time that it begins anew: anything may have changed before.
   */
  watch(folder: string, signal: AbortSignal): AsyncIterable<string>;
  /**
   * Yields once at the beginning, and each time that the file, or what it leads to if it is a symbolic link, may have changed, until
   * the signal aborts.
   */
  watchFile(path: string, signal: AbortSignal): AsyncIterable<void>;
}

/** Databases of SQLite, each in a file of its own. */
export interface Databases {
  /**
   * Opens one, and makes the file where it is missing, unless it is opened only to be read. Rejects as the functions of `Database`
   * throw: with a `HostError` whose reason tells a damaged file, a full or read-only disk, and another process that writes.
   */
  open(path: string, options: { readonly readOnly: boolean }): Promise<Database>;
}

export interface Database {
  /** Runs statements without values. */
  run(sql: string): void;
  /** The same statement for the same text: that is compiled once. */
  prepare(sql: string): DatabaseStatement;
  close(): void;
}

export type DatabaseValue = string | number | null;

/** The values of its columns, in the order in which the statement names them: rows with names take twice the time. */
export type DatabaseRow = readonly unknown[];

export interface DatabaseStatement {
  run(...values: readonly DatabaseValue[]): void;
  rows(...values: readonly DatabaseValue[]): readonly DatabaseRow[];
}

/**
 * The kernel's own files, `/proc` on Linux. They are read synchronously: they are in memory and take a few microseconds each, while
 * asking another thread would take a hundred. What is not there, or may not be seen, is null or empty.
 */
export interface KernelFiles {
  read(path: string): string | null;
  /** Names of what is in a folder, in no order. */
  list(folder: string): readonly string[];
  /** What a symbolic link says. */
  readLink(path: string): string | null;
}

/**
 * The part of Windows' registry that belongs to the person, HKEY_CURRENT_USER; names of keys start there. The name of a key's default
 * value is "". Each function throws, with the key and the system's own words, where it cannot do its work, and on other systems.
 */
export interface Registry {
  /** A text without replacements (REG_SZ, REG_EXPAND_SZ) or a number (REG_DWORD); null = there is none, or it is of another kind. */
  read(key: string, name: string): string | number | null;
  hasKey(key: string): boolean;
  /** Writes a REG_SZ; makes the key where it is missing. */
  write(key: string, name: string, text: string): void;
  /** False = there was none. */
  removeValue(key: string, name: string): boolean;
  /** Removes the key with everything below it. False = there was none. */
  removeKey(key: string): boolean;
}

/** A TCP socket that a process listens on. */
export interface TcpListener {
  readonly pid: number;
  /** "127.0.0.1", "0.0.0.0", "::1", "::", ...; in no other notation. */
  readonly address: string;
  readonly port: number;
}

/** Who listens on this machine, as Windows tells it; throws on other systems. */
export interface ListeningSockets {
  list(): readonly TcpListener[];
  /** Full path of a process's program; null = the process has ended, or may not be asked. */
  programOf(pid: number): string | null;
}
