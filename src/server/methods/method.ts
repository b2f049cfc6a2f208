/** What a method of the RPC is: its name, what it does, its parameters, its answer, and how it is answered. */
import { JSONRPCErrorCode, JSONRPCErrorException } from "json-rpc-2.0";
import * as z from "zod";
import type { Action } from "../../core/action.ts";
import type { Messages } from "../../core/language/messages.ts";
import type { Host } from "../../host/host.ts";
import type { LoadedSettings } from "../../storage/settings_file.ts";
import type { Store } from "../../tasks/task.ts";
import type { TrayViews } from "../event_stream.ts";

/** What methods are answered with. */
export interface RpcParts {
  readonly host: Pick<Host, "now" | "pid">;
  readonly store: Store;
  readonly views: TrayViews;
  /** Asked at each call: the language may change. */
  readonly messages: () => Messages;
  readonly version: string;
  readonly perform: (action: Action) => Promise<void>;
  /** Does what is behind the link of that key; false = nothing is. */
  readonly pressLink: (key: string) => boolean;
  /** Ends the program for one that was started in another session, where its own is over; false = it is not. */
  readonly giveWay: () => Promise<boolean>;
  /** As `Provider.surroundings`. */
  readonly surroundings: (salt: string) => Promise<string>;
  readonly changeSettings: (change: unknown) => Promise<LoadedSettings>;
}

export interface Method {
  readonly name: string;
  /** One sentence for the reference. */
  readonly does: string;
  readonly params: z.ZodType;
  /** For the reference and the tests. Schemas cost memory: while the program runs, nobody makes this one. */
  answer(): Promise<z.ZodType>;
  /** Rejects with `JSONRPCErrorException` where the parameters are wrong, or the method says no. */
  call(given: unknown, parts: RpcParts): Promise<unknown>;
}

export interface MethodEntry<P extends z.ZodType, A extends z.ZodType, R extends z.output<A>> {
  readonly name: string;
  readonly does: string;
  readonly params: P;
  /** What is said of wrong parameters, where the schema's own words say too little. */
  readonly help?: string;
  readonly answer: () => A | Promise<A>;
  readonly call: (params: z.output<P>, parts: RpcParts) => R | Promise<R>;
}

/** An entry of the table of methods. The types hold `call` to the schemas of the parameters and of the answer. */
export function method<P extends z.ZodType, A extends z.ZodType, const R extends z.output<A>>(
  { help, answer, call, ...entry }: MethodEntry<P, A, R>,
): Method {
  return {
    ...entry,
    answer: async () => await answer(),
    async call(given, parts) {
      const parsed = entry.params.safeParse(given);
      if (parsed.success) return await call(parsed.data, parts);
      throw new JSONRPCErrorException(
        `Invalid params: ${help ?? whatIsWrong(parsed.error)}`,
        JSONRPCErrorCode.InvalidParams,
      );
    },
  };
}

function whatIsWrong({ issues: [issue] }: z.ZodError): string {
  const where = issue === undefined || issue.path.length === 0 ? "params" : issue.path.join(".");
  return `${where}: ${issue?.message ?? "not valid"}`;
}

/** Of a method that takes no parameters. */
export const noParams = z.union([z.undefined(), z.null(), z.tuple([]), z.strictObject({})]);
