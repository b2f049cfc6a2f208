/**
 * Which processes listen on which ports, on Windows, by system calls: no process is started for it, and it takes some microseconds.
 * Source: Microsoft Learn, "GetExtendedTcpTable", "MIB_TCPROW_OWNER_PID", "MIB_TCP6ROW_OWNER_PID", "QueryFullProcessImageNameW".
 */
import type { ListeningSockets, TcpListener } from "../host.ts";
import { errorInWords, narrow } from "./system_call_text.ts";
import { HostError } from "../host_error.ts";

/** A row of a table: its length, and where its fields begin, in bytes. */
interface Row {
  readonly bytes: number;
  readonly address: { readonly at: number; readonly bytes: 4 | 16 };
  readonly portAt: number;
  readonly pidAt: number;
}

export const IPV4_ROW: Row = { bytes: 24, address: { at: 4, bytes: 4 }, portAt: 8, pidAt: 20 };
export const IPV6_ROW: Row = { bytes: 56, address: { at: 0, bytes: 16 }, portAt: 20, pidAt: 52 };

/** The numbers of the address families on Windows, and the rows of their tables. */
const FAMILIES = [[2, IPV4_ROW], [23, IPV6_ROW]] as const;
const LISTENERS_WITH_OWNER = 3;
const SUCCESS = 0, NO_ROOM = 122;
const FIRST_BYTES = 8_192, MOST_BYTES = 4 << 20;
/** How many UTF-16 units a path can have. */
const PATH_UNITS = 32_768;
const QUERY_LIMITED = 0x1000;

function open() {
  const { GetExtendedTcpTable } = Deno.dlopen("iphlpapi.dll", {
    GetExtendedTcpTable: {
      parameters: ["buffer", "buffer", "i32", "u32", "u32", "u32"],
      result: "u32",
    },
  }).symbols;
  const kernel = Deno.dlopen("kernel32.dll", {
    OpenProcess: { parameters: ["u32", "i32", "u32"], result: "u64" },
    QueryFullProcessImageNameW: { parameters: ["u64", "u32", "buffer", "buffer"], result: "i32" },
    CloseHandle: { parameters: ["u64"], result: "i32" },
  }).symbols;
  return { GetExtendedTcpTable, ...kernel };
}

let opened: ReturnType<typeof open> | null = null;
const calls = () => opened ??= open();

/** The buffer is kept, since it is used every second, and made larger when it has to be. */
let room = new Uint8Array(FIRST_BYTES);

export const listeningSockets: ListeningSockets = {
  list() {
    const tables = FAMILIES.map(([family, row]) => ({ found: table(family), row }));
    // A machine may have only one of the two families.
    if (tables.every(({ found }) => typeof found === "number")) throw notTold(Number(tables[0]?.found));
    return tables.flatMap(({ found, row }) => typeof found === "number" ? [] : rowsIn(found, row));
  },
  programOf(pid) {
    const handle = calls().OpenProcess(QUERY_LIMITED, 0, pid);
    if (handle === 0n) return null;
    try {
      const [path, units] = [new Uint16Array(PATH_UNITS), new Uint32Array([PATH_UNITS])];
      const isKnown = calls().QueryFullProcessImageNameW(handle, 0, path, units) !== 0;
      return isKnown ? narrow(path.subarray(0, units[0])) : null;
    } finally {
      calls().CloseHandle(handle);
    }
  },
};

/** The table of a family, or the system's number of the error. */
function table(family: number): Uint8Array | number {
  while (true) {
    const size = new Uint32Array([room.length]);
    const status = calls().GetExtendedTcpTable(room, size, 0, family, LISTENERS_WITH_OWNER, 0);
    if (status === SUCCESS) return room.slice(0, size[0]);
    // More sockets may be opened before the next call.
    const wanted = Math.max(2 * room.length, 2 * (size[0] ?? 0));
    if (status !== NO_ROOM || wanted > MOST_BYTES) return status;
    room = new Uint8Array(wanted);
  }
}

function notTold(status: number): Error {
  const text = errorInWords(status);
  return new HostError(`Cannot read the table of sockets: ${text}`, {
    about: "windows",
    kind: "sockets-unreadable",
    why: { about: "system", text },
  });
}

/** The rows of a table: first their number in four bytes, then one after the other; no more than fit into the bytes. */
export function rowsIn(bytes: Uint8Array, row: Row): readonly TcpListener[] {
  if (bytes.length < 4) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(view.getUint32(0, true), Math.floor((bytes.length - 4) / row.bytes));
  return Array.from({ length: count }, (_, index) => {
    const start = 4 + index * row.bytes;
    const { at, bytes: length } = row.address;
    const address = bytes.subarray(start + at, start + at + length);
    return {
      pid: view.getUint32(start + row.pidAt, true),
      address: length === 4 ? address.join(".") : ipv6(address),
      // The order is that of the network: the higher byte first.
      port: view.getUint16(start + row.portAt, false),
    };
  });
}

/** "::1", "::", "fe80::1": without the longest run of zeros. Source: RFC 5952, section 4. */
function ipv6(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = Array.from({ length: 8 }, (_, index) => view.getUint16(2 * index).toString(16)).join(":");
  const longest = [...whole.matchAll(/(?<![^:])0(?::0(?![^:]))+/g)]
    .reduce<RegExpExecArray | null>(
      (best, row) => row[0].length > (best?.[0].length ?? 0) ? row : best,
      null,
    );
  if (longest === null) return whole;
  const before = whole.slice(0, longest.index), after = whole.slice(longest.index + longest[0].length);
  return `${before.replace(/:$/, "")}::${after.replace(/^:/, "")}`;
}
