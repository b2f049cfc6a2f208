/**
 * What the demo's simulated agents do, again and again. One ships a release, with a subagent and a permission. Another
 * works on a website, with a question and an overloaded model. Their requests wait for the person; if there is no
 * answer, they go on by themselves.
 */
import {
  createDemoOpencode,
  type DemoOpencode,
  type DemoReply,
  type DemoRequest,
  type DemoSession,
  type DemoTodo,
} from "./simulated_opencode.ts";
import type { Host } from "../host/host.ts";
import { minute } from "../core/time/units.ts";

/** How long a request waits, in minutes of the demo's clock: a person needs time to read and answer it. */
const patienceMinutes = 15;
const pauseMinutes = 5;
/** In ms of the real clock: much shorter than a silence on the demo's clock that would count as a broken connection. */
const heartbeatMs = 100;

const shop = "/demo/shop";
const release: DemoSession = { id: "ses_release", title: "Ship the release", directory: shop };
const notes: DemoSession = {
  id: "ses_notes",
  parentID: release.id,
  title: "Collect the changes (@general subagent)",
  directory: shop,
};
const website: DemoSession = { id: "ses_page", title: "A new start page", directory: "/demo/website" };

export interface DemoAgents {
  /** The port of their server, on 127.0.0.1. */
  readonly port: number;
  /** Lets them work until the signal aborts, then ends their server. */
  play(signal: AbortSignal): Promise<void>;
}

/** `host`: with the demo's clock; `real`: with the real one. */
export async function createDemoAgents(
  host: Pick<Host, "now" | "sleep" | "serve">,
  real: Pick<Host, "sleep">,
): Promise<DemoAgents> {
  const server = await createDemoOpencode(host, shop, [website, release, notes]);
  return {
    port: server.port,
    async play(signal) {
      const wait = (minutes: number) => host.sleep(minutes * minute, signal);

      async function beat(): Promise<void> {
        while (!signal.aborted) {
          server.heartbeat();
          await real.sleep(heartbeatMs, signal);
        }
      }

      async function work(): Promise<void> {
        while (!signal.aborted) {
          await Promise.all([
            shipRelease({ server, wait }),
            wait(2).then(() => makePage({ server, wait, host })),
          ]);
          await wait(pauseMinutes);
        }
      }

      await Promise.all([beat(), work()]);
      await server.close();
    },
  };
}

interface World {
  readonly server: DemoOpencode;
  /**
   * Waits, in minutes of the demo's clock. Does not wait any more once the demo ends, so that the rest of a round is
   * over at once.
   */
  wait(minutes: number): Promise<void>;
}

async function shipRelease({ server, wait }: World): Promise<void> {
  const steps = ["Run the tests", "Push the branch", "Announce it"];
  const during = (tool: string, input: Record<string, string>) => server.tool(release, { tool, input });
  server.status(release, { type: "busy" });
  server.todos(release, todosAt(steps, 0));
  const tested = during("bash", { command: "npm test" });
  await wait(1);
  const collected = during("task", { description: "Collect the changes" });
  server.status(notes, { type: "busy" });
  const searched = server.tool(notes, { tool: "grep", input: { pattern: "BREAKING" } });
  await wait(2);
  searched();
  server.status(notes, { type: "idle" });
  collected();
  tested();
  server.todos(release, todosAt(steps, 1));
  await wait(1);
  const pushed = during("bash", { command: "git push" });
  const reply = await answered(server.askToRun(release, "git push", "git push *"), "once", wait);
  if (reply === "reject") {
    pushed("The user rejected permission to use this specific tool call.");
    server.todos(
      release,
      steps.map((content, step) => ({ content, status: step === 0 ? "completed" : "cancelled" })),
    );
  } else {
    await wait(3);
    pushed();
    server.todos(release, todosAt(steps, 2));
    await wait(2);
    server.todos(release, todosAt(steps, 3));
  }
  server.status(release, { type: "idle" });
}

async function makePage({ server, wait, host }: World & { readonly host: Pick<Host, "now"> }): Promise<void> {
  server.status(website, { type: "busy" });
  const read = server.tool(website, { tool: "read", input: { filePath: "start.html" } });
  await wait(6);
  read();
  const asked = server.tool(website, { tool: "question", input: {} });
  const colour = server.ask(website, {
    header: "Colour",
    question: "Which colour do the buttons get?",
    options: [{ label: "Blue", description: "as the logo" }, { label: "Green", description: "calmer" }],
  });
  if (await answered(colour, "answered", wait) === "reject") {
    asked("The user dismissed this question");
    server.status(website, { type: "idle" });
    return;
  }
  asked();
  const next = host.now() + 3 * minute;
  server.status(website, { type: "retry", attempt: 1, message: "Overloaded", next });
  await wait(3);
  server.status(website, { type: "busy" });
  const edited = server.tool(website, { tool: "edit", input: { filePath: "buttons.css" } });
  await wait(4);
  edited();
  server.status(website, { type: "idle" });
}

/** The person's answer, or `otherwise` if there is none for a long time. */
async function answered(request: DemoRequest, otherwise: DemoReply, wait: World["wait"]): Promise<DemoReply> {
  wait(patienceMinutes).then(() => request.answer(otherwise));
  return await request.reply;
}

/** The steps as todos: those before `current` are done, those after it are still to do. */
function todosAt(steps: readonly string[], current: number): readonly DemoTodo[] {
  return steps.map((content, step) => ({
    content,
    status: step < current ? "completed" : step === current ? "in_progress" : "pending",
  }));
}
