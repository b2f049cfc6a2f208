/** `status --watch`: prints the state again at each change. It waits for the program where that does not run, and goes on when it is back. */
import * as z from "zod";
import { minute, second } from "../core/time/units.ts";
import { firstOf } from "../host/abort_signals.ts";
import { type RpcClient, RpcError } from "../server/rpc_client.ts";
import { type Bell, createBell } from "../tasks/sleep_until.ts";
import type { CommandParts, ExitStatus } from "./command.ts";
import { runningForThis } from "./same_login_as_running.ts";
import type { StatusForm } from "./status_form.ts";
import { clearScreen } from "./terminal_text.ts";

/** A program that did not answer, or not as it should, though it is there, is tried again after this. */
const againMs = minute / 2;
/** A connection that was cut is not made anew at once. */
const restMs = second;

const trayUpdate = z.object({ type: z.literal("tray-update") });

/** Ends when the signal aborts, or when the running program has another login. */
export async function watchStatus(
  parts: CommandParts,
  form: StatusForm,
  signal: AbortSignal,
): Promise<ExitStatus> {
  const { host } = parts;
  const mayHaveStarted = createBell();
  const print = printerOfChanges(parts, form);
  const stopped = new AbortController();
  // Where the folder cannot be watched, it is looked at again all the same.
  const watching = ringOnChange(parts, mayHaveStarted, firstOf(signal, stopped.signal).signal)
    .catch(() => {});
  try {
    for (let isTold = false, isTroubleTold = false; !signal.aborted;) {
      const found = await runningForThis(parts);
      switch (found.kind) {
        case "other-login":
          parts.err(parts.words.otherLoginToWatch);
          return 1;
        case "same-login": {
          isTold = false;
          const told = isTroubleTold ? { ...parts, err: () => {} } : parts;
          const wasFollowed = await follow(told, found.running, { form, print, signal });
          isTroubleTold = !wasFollowed;
          // An older program is waited for until it is started anew, and one that says no until it may say yes.
          if (wasFollowed) await host.sleep(restMs, signal);
          else await mayHaveStarted.sleepUntil(host, host.now() + againMs, signal);
          break;
        }
        case "none":
          if (!isTold) await tellNotRunning(parts, form, print);
          isTold = true;
          await mayHaveStarted.sleepUntil(host, host.now() + againMs, signal);
      }
    }
    return 0;
  } finally {
    stopped.abort();
    await watching;
  }
}

async function ringOnChange({ host, files }: CommandParts, bell: Bell, signal: AbortSignal): Promise<void> {
  for await (const _ of host.files.watchFile(files.server, signal)) bell.ring();
}

/** Until the program ends. False, after a message on stderr = it cannot be followed. */
async function follow(
  parts: CommandParts,
  running: RpcClient,
  { form, print, signal }: {
    readonly form: StatusForm;
    readonly print: (text: string) => Promise<void>;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  try {
    const events = running.events(signal)[Symbol.asyncIterator]();
    // The first event says how things are; after it, no change is missed.
    for (let first = true, { value, done } = await events.next(); done !== true;) {
      if (first || trayUpdate.safeParse(value).success) {
        const text = await textByRunning(parts, form, running);
        if (text === null) return false;
        await print(text);
      }
      first = false;
      ({ value, done } = await events.next());
    }
  } catch (error) {
    // Else the program has ended in the middle of an answer, or was ended by force.
    if (isAnswerThatSaysNo(error)) {
      parts.err(parts.messages.bars.notFollowed(error.message));
      return false;
    }
  } finally {
    running.close();
  }
  return true;
}

/** Whether the program has answered, and not with what was asked for. */
function isAnswerThatSaysNo(error: unknown): error is Error {
  return error instanceof RpcError || error instanceof SyntaxError || error instanceof z.ZodError ||
    error instanceof Error && error.name === "HTTPError";
}

/** Null after a message on stderr: the program is of a version that does not know this form. */
export async function textByRunning(
  { err, messages }: Pick<CommandParts, "err" | "messages">,
  form: StatusForm,
  running: Pick<RpcClient, "call">,
): Promise<string | null> {
  try {
    return await form.byRunning(running);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    err(messages.bars.olderRunning);
    return null;
  }
}

export async function printStatus(
  { outInTurn }: CommandParts,
  { forTerminal }: StatusForm,
  text: string,
): Promise<void> {
  if (forTerminal === undefined) await outInTurn(text);
  else await forTerminal.printRaw(`${text}\n`);
}

/** What is printed already is not printed again. */
function printerOfChanges(parts: CommandParts, form: StatusForm): (text: string) => Promise<void> {
  const clears = form.forTerminal !== undefined && form.forTerminal.colours !== "none";
  let last: string | null = null;
  return async (text) => {
    if (text === last) return;
    last = text;
    await printStatus(parts, form, clears ? clearScreen + text : text);
  };
}

async function tellNotRunning(
  { host, err, messages }: CommandParts,
  form: StatusForm,
  print: (text: string) => Promise<void>,
): Promise<void> {
  const text = form.whileNotRunning(host.now());
  if (text === null) err(messages.bars.notRunning);
  else await print(text);
}
