/** The methods that other processes can call on the running program, with their parameters checked. */
import { JSONRPCErrorCode, JSONRPCErrorException, JSONRPCServer } from "json-rpc-2.0";
import * as z from "zod";
import { parseJson } from "../core/text/json.ts";
import type { Messages } from "../core/language/messages.ts";
import { usageObject } from "../core/usage/get_usage_json.ts";
import { snapshot } from "../core/snapshot.ts";
import type { Action } from "../core/action.ts";
import { answerHelp, opencodeList, parseAnswer } from "../core/agents/agent_list.ts";
import { noReset, sessionReset } from "../core/alerts/snooze.ts";
import { readingOf } from "../core/usage/current_usage.ts";
import type { Host } from "../host/host.ts";
import { reason } from "../storage/state_file.ts";
import type { LoadedSettings } from "../storage/settings_file.ts";
import type { Store } from "../tasks/task.ts";
import type { ViewUpdates } from "../app/view_updates.ts";
import { day, minute, second } from "../core/time/units.ts";

export interface RpcParts {
  readonly host: Pick<Host, "now" | "pid">;
  readonly store: Store;
  readonly views: ViewUpdates;
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

/** Answers a JSON-RPC 2.0 request or batch; null = it held notifications only. Never rejects. */
export type RpcHandler = (body: string) => Promise<unknown>;

const none = z.union([z.undefined(), z.null(), z.tuple([]), z.strictObject({})]);
const snoozeParams = z.union([
  z.strictObject({ minutes: z.number().positive().max(7 * day / minute) }),
  z.strictObject({ until: z.literal("reset") }),
]);
const linkParams = z.strictObject({ key: z.string().max(100) });
const saltParams = z.strictObject({ salt: z.string().min(16).max(100) });
const configParams = z.record(z.string(), z.unknown());
const maxBatch = 100;
/** Of this program's own errors. */
const noResetCode = 1;

export function createRpc(parts: RpcParts): RpcHandler {
  const { host, store, views, messages, version, perform } = parts;
  const server = new JSONRPCServer({ errorListener: () => {} });
  server.mapErrorToJSONRPCErrorResponse = (id, error) => {
    const known = error instanceof JSONRPCErrorException;
    const code = known ? error.code : JSONRPCErrorCode.InternalError;
    return { jsonrpc: "2.0", id, error: { code, message: known ? error.message : "Internal error" } };
  };

  function method<T>(name: string, params: z.ZodType<T>, answer: (params: T) => unknown): void {
    server.addMethod(name, async (given: unknown) => {
      const parsed = params.safeParse(given);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        const where = issue === undefined || issue.path.length === 0 ? "params" : issue.path.join(".");
        throw new JSONRPCErrorException(
          `Invalid params: ${where}: ${issue?.message ?? "not valid"}`,
          JSONRPCErrorCode.InvalidParams,
        );
      }
      return await answer(parsed.data);
    });
  }

  const usage = () => usageObject(store.state(), host.now(), messages());
  method("system.ping", none, () => ({ pong: true, timestamp: host.now() }));
  method("system.version", none, () => ({ name: "claudeminder", version, pid: host.pid }));
  method("system.shutdown", none, async () => {
    await perform({ kind: "quit" });
    return { success: true };
  });
  method("usage.get", none, usage);
  method("usage.refresh", none, async () => {
    await perform({ kind: "refresh" });
    return usage();
  });
  method("status.get", none, () => snapshot(store.state(), host.now(), messages()));
  method("session.giveWay", none, () => parts.giveWay());
  method("login.surroundings", saltParams, async ({ salt }) => ({ hash: await parts.surroundings(salt) }));
  method("system.show", none, async () => {
    await perform({ kind: "show" });
    return { success: true };
  });
  method("alerts.press", linkParams, ({ key }) => ({ success: parts.pressLink(key) }));
  method("alerts.snooze", snoozeParams, async (wish) => {
    if ("minutes" in wish) await perform({ kind: "snooze", minutes: wish.minutes });
    else if (sessionReset(readingOf(store.state()), host.now()) === null) {
      throw new JSONRPCErrorException(noReset, noResetCode);
    } else await perform({ kind: "snooze-until-reset" });
    const until = store.state().snoozedUntil ?? host.now();
    return {
      success: true,
      snoozed_until: Math.round(until / second),
      snooze_remaining: Math.max(0, Math.ceil((until - host.now()) / second)),
    };
  });
  method("alerts.clearSnooze", none, async () => {
    await perform({ kind: "clear-snooze" });
    return { success: true };
  });
  method("opencode.list", none, () => ({ instances: opencodeList(store.state().opencode, host.now()) }));
  method("opencode.answer", z.unknown(), async (params) => {
    const action = parseAnswer(params);
    if (action === null) {
      throw new JSONRPCErrorException(`Invalid params: ${answerHelp}`, JSONRPCErrorCode.InvalidParams);
    }
    try {
      await perform(action);
      return { success: true };
    } catch (error) {
      return { success: false, error: messages().reason(reason(error)) };
    }
  });
  method("config.get", none, () => ({ config: store.state().settings }));
  method("config.set", configParams, async (change) => {
    const settings = await parts.changeSettings(change);
    switch (settings.kind) {
      case "settings":
        return { success: true, config: settings.settings };
      case "problems":
        return { success: false, error: settings.problems.map(messages().reason).join("; ") };
    }
  });
  method("tray.get", none, () => views.view());

  return async (body) => {
    const request = parseJson(body);
    if (request === undefined) return failure(JSONRPCErrorCode.ParseError, "Parse error");
    if (Array.isArray(request) && request.length > maxBatch) {
      return failure(JSONRPCErrorCode.InvalidRequest, `Invalid Request: a batch holds at most ${maxBatch}`);
    }
    if (!isRequest(request)) return failure(JSONRPCErrorCode.InvalidRequest, "Invalid Request");
    return await server.receiveJSON(body);
  };
}

const id = z.union([z.string(), z.number(), z.null()]).optional();
const request = z.looseObject({ id, params: z.union([z.array(z.unknown()), z.looseObject({})]).optional() });

/** What the library lets through: an id or parameters of a kind that the standard does not allow. */
function isRequest(body: unknown): boolean {
  return Array.isArray(body) ? body.length > 0 : request.safeParse(body).success;
}

function failure(code: number, message: string): unknown {
  return { jsonrpc: "2.0", id: null, error: { code, message } };
}
