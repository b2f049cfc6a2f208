/** The listening sockets in Linux' tables of TCP sockets, `/proc/net/tcp` and `/proc/net/tcp6`: see proc_pid_net(5). */
import { ipv6Text } from "../server_address.ts";

export interface ListeningSocket {
  /** "127.0.0.1", "0.0.0.0", "::1", "::", "192.168.1.7", "fd00::7". */
  readonly address: string;
  readonly port: number;
  /** As the link of an open file names it: `socket:[inode]`. */
  readonly inode: string;
}

/** The state LISTEN, include/net/tcp_states.h. */
const LISTEN = "0A";

/** An address in no other notation, IPv4 also where it is on an IPv6 socket. */
function addressOf(hex: string): string {
  // Each word of four bytes is printed as a little-endian machine has it; every machine that this program is built for is one.
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  const mapped = /^0{20}ffff/i.test(bytes.join(""));
  return bytes.length === 4 || mapped
    ? bytes.slice(-4).map((byte) => parseInt(byte, 16)).join(".")
    : ipv6Text(bytes.join(""));
}

/** Lines that are no row of the table are passed over. */
export function listeningSockets(table: string): readonly ListeningSocket[] {
  return table.split("\n").flatMap((row) => {
    // Number, local address, remote address, state, queues, timer, retransmits, uid, timeout, inode.
    const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
    const found = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local);
    if (found === null || state !== LISTEN || !/^\d+$/.test(inode)) return [];
    const hex = found[1] ?? "";
    return [{ address: addressOf(hex), port: parseInt(found[2] ?? "", 16), inode }];
  });
}
