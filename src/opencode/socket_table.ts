/** The listening sockets in Linux' tables of TCP sockets, `/proc/net/tcp` and `/proc/net/tcp6`: see proc_pid_net(5). */

export interface ListeningSocket {
  /** "127.0.0.1", "0.0.0.0", "::1", "::"; any other address in hexadecimal, as the table has it. */
  readonly address: string;
  readonly port: number;
  /** As the link of an open file names it: `socket:[inode]`. */
  readonly inode: string;
}

/** The state LISTEN, include/net/tcp_states.h. */
const LISTEN = "0A";

/** Addresses as a little-endian machine prints them; every machine that this program is built for is one. */
const ADDRESSES: Readonly<Record<string, string>> = {
  "0100007F": "127.0.0.1",
  "00000000": "0.0.0.0",
  "00000000000000000000000001000000": "::1",
  "00000000000000000000000000000000": "::",
  // IPv4 addresses on an IPv6 socket.
  "0000000000000000FFFF00000100007F": "127.0.0.1",
  "0000000000000000FFFF000000000000": "0.0.0.0",
};

/** What does not look like a row of the table is passed over. */
export function listeningSockets(table: string): readonly ListeningSocket[] {
  return table.split("\n").flatMap((row) => {
    // Number, local address, remote address, state, queues, timer, retransmits, uid, timeout, inode.
    const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
    const found = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local);
    if (found === null || state !== LISTEN || !/^\d+$/.test(inode)) return [];
    const hex = found[1] ?? "";
    return [{ address: ADDRESSES[hex] ?? hex, port: parseInt(found[2] ?? "", 16), inode }];
  });
}
