/** Methods about the running program itself. */
import * as z from "zod";
import { done } from "../schemas/shape.ts";
import { method, noParams } from "./method.ts";

export const systemMethods = [
  method({
    name: "system.ping",
    does: "Says that the program runs.",
    params: noParams,
    answer: () => z.strictObject({ pong: z.literal(true), timestamp: z.number().describe("epoch ms") }),
    call: (_, { host }) => ({ pong: true, timestamp: host.now() }),
  }),
  method({
    name: "system.version",
    does: "Says which program this is, and its process.",
    params: noParams,
    answer: () => z.strictObject({ name: z.literal("claudeminder"), version: z.string(), pid: z.int() }),
    call: (_, { host, version }) => ({ name: "claudeminder", version, pid: host.pid }),
  }),
  method({
    name: "system.show",
    does: "Shows the person a notification with the state, as a second start of the program does.",
    params: noParams,
    answer: () => done,
    async call(_, { perform }) {
      await perform({ kind: "show" });
      return { success: true };
    },
  }),
  method({
    name: "system.shutdown",
    does: "Ends the program.",
    params: noParams,
    answer: () => done,
    async call(_, { perform }) {
      await perform({ kind: "quit" });
      return { success: true };
    },
  }),
  method({
    name: "session.giveWay",
    does: "Ends the program if it can show nothing any more, because its graphical session is over.",
    params: noParams,
    answer: () => z.boolean().describe("whether it ends"),
    call: (_, { giveWay }) => giveWay(),
  }),
  method({
    name: "login.surroundings",
    does:
      "Gives a salted hash of the places where the program looks for a login, so that a terminal can tell " +
      "whether it would use the same one.",
    params: z.strictObject({ salt: z.string().min(16).max(100) }),
    answer: () => z.strictObject({ hash: z.string() }),
    call: async ({ salt }, { surroundings }) => ({ hash: await surroundings(salt) }),
  }),
];
