/** An entry of the table of RPC methods: its name, what it does, its parameters, its answer, and the function that answers. */
import { JSONRPCErrorCode, JSONRPCErrorException } from "json-rpc-2.0";
import * as z from "zod";
import type { Action } from "../../core/action.ts";
import type { Messages } from "../../core/language/messages.ts";
import type { Host } from "../../host/host.ts";
import type { Sidecars } from "../../sidecars/sidecars_port.ts";
import type { LoadedSettings } from "../../storage/settings_file.ts";
import type { History } from "../../tasks/history_port.ts";
import type { Store } from "../../tasks/task.ts";
import type { TrayViews } from "../event_stream.ts";

/** What the methods work with. */
export interface RpcParts {
  readonly host: Pick<Host, "now" | "pid" | "sleep">;
  readonly store: Store;
  readonly views: TrayViews;
  /** Asked at each call: the language may change. */
  readonly messages: () => Messages;
  readonly version: string;
  readonly perform: (action: Action) => Promise<void>;
  /** Does what the button with that key stands for; false = there is no such button. */
  readonly pressLink: (key: string) => boolean;
  /** Ends this program if its graphical session is over; false = it goes on. */
  readonly giveWay: () => Promise<boolean>;
  /** As `Provider.surroundings`. */
  readonly surroundings: (salt: string) => Promise<string>;
  /** The status line for what the vendor's own program says; that is taken into account. */
  readonly statusLine: (
    text: string,
    asker: { readonly folder: string | null; readonly columns: number | null },
  ) => Promise<string>;
  readonly sidecars: Omit<Sidecars, "run" | "listen">;
  readonly history: Pick<History, "read">;
  readonly changeSettings: (change: unknown) => Promise<LoadedSettings>;
}

export interface Method {
  readonly name: string;
  /** One sentence for the reference. */
  readonly does: string;
  readonly params: z.ZodType;
  /** For the reference and the tests. Schemas cost memory, so the running program never makes this one. */
  answer(): Promise<z.ZodType>;
  /**
   * Rejects with `JSONRPCErrorException` where the parameters are wrong, or the method says no. `gone` aborts when whoever calls has gone;
   * what takes long should end then.
   */
  call(given: unknown, parts: RpcParts, gone: AbortSignal): Promise<unknown>;
}

export interface MethodEntry<P extends z.ZodType, A extends z.ZodType, R extends z.output<A>> {
  readonly name: string;
  readonly does: string;
  readonly params: P;
  /** The error for wrong parameters, where the schema's own words say too little. */
  readonly help?: string;
  readonly answer: () => A | Promise<A>;
  readonly call: (params: z.output<P>, parts: RpcParts, gone: AbortSignal) => R | Promise<R>;
}

/** An entry of the table of methods. The types hold `call` to the schemas of the parameters and of the answer. */
export function method<P extends z.ZodType, A extends z.ZodType, const R extends z.output<A>>(
  { help, answer, call, ...entry }: MethodEntry<P, A, R>,
): Method {
  return {
    ...entry,
    answer: async () => await answer(),
    async call(given, parts, gone) {
      const parsed = entry.params.safeParse(given);
      if (parsed.success) return await call(parsed.data, parts, gone);
      throw new JSONRPCErrorException(
        `Invalid params: ${help ?? whatIsWrong(parsed.error)}`,
        JSONRPCErrorCode.InvalidParams,
      );
    },
  };
}

function whatIsWrong({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return "params: not valid";
  const { path, message } = innermost(issue);
  return `${path.length === 0 ? "params" : path.join(".")}: ${message}`;
}

type Wrong = Pick<z.core.$ZodIssue, "path" | "message">;

/** Where several forms are possible, what is wrong in the one that fits best: "Invalid input" alone helps nobody. */
function innermost(issue: z.core.$ZodIssue): Wrong {
  if (issue.code !== "invalid_union") return issue;
  const [best] = issue.errors.flatMap(([first]) => first === undefined ? [] : [innermost(first)])
    .toSorted((a, b) => b.path.length - a.path.length);
  if (best === undefined || best.path.length === 0) return issue;
  return { path: [...issue.path, ...best.path], message: best.message };
}

/** The parameters of a method that takes none. */
export const noParams = z.union([z.undefined(), z.null(), z.tuple([]), z.strictObject({})]);
