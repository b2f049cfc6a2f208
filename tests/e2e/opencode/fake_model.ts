/** A model on loopback that says and does what the words in a prompt ask for, in the streaming format of OpenAI's API. */
import * as z from "zod";

export interface FakeModel extends AsyncDisposable {
  readonly port: number;
}

const content = z.union([z.string(), z.array(z.object({ text: z.string().default("") }))]).nullish()
  .transform((it) => typeof it === "string" ? it : (it ?? []).map(({ text }) => text).join("\n"));
const question = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: content.optional() })),
  tools: z.array(z.unknown()).default([]),
});

/** What is said at once or word by word, or the tool that is called. */
type Deed =
  | { readonly say: string; readonly pauseMs?: number }
  | { readonly tool: string; readonly input: unknown }
  | { readonly status: number; readonly type: string; readonly message: string };

const PAUSE_MS = 10;

/** `directory`: where its edits go. */
export function startFakeModel(directory: string): FakeModel {
  const ended = new AbortController();
  let answers = 0;
  let refusals = 0;

  function deedFor(words: string, port: number): Deed {
    if (/RATELIMIT/.test(words) && refusals++ < 2) {
      return { status: 429, type: "rate_limit_error", message: "fake rate limit" };
    }
    if (/ERR401/.test(words)) return { status: 401, type: "authentication_error", message: "fake bad key" };
    if (/CHILDBASH/.test(words)) {
      return { tool: "bash", input: { command: "date +%s", description: "print date" } };
    }
    if (/BASH/.test(words)) {
      const command = "sleep 1 && echo hello > from-tool.txt";
      return { tool: "bash", input: { command, description: "Sleep then write" } };
    }
    if (/EDIT/.test(words)) {
      return { tool: "write", input: { filePath: `${directory}/made-by-model.txt`, content: "hello\n" } };
    }
    if (/WEBFETCH/.test(words)) {
      return { tool: "webfetch", input: { url: `http://127.0.0.1:${port}/v1/models`, format: "text" } };
    }
    if (/TODO/.test(words)) {
      const todo = (content: string, status: string) => ({ content, status, priority: "high" });
      const todos = [
        todo("First step", "completed"),
        todo("Second step", "in_progress"),
        todo("Third step", "pending"),
      ];
      return { tool: "todowrite", input: { todos } };
    }
    if (/QUESTION/.test(words)) {
      const options = [{ label: "Red", description: "a warm one" }, {
        label: "Blue",
        description: "a cold one",
      }];
      const asked = { question: "Which colour do you want?", header: "Colour", options, multiple: false };
      return { tool: "question", input: { questions: [asked] } };
    }
    if (/TASK/.test(words)) {
      const input = { description: "Sub bash", prompt: "CHILDBASH please", subagent_type: "general" };
      return { tool: "task", input };
    }
    if (/SLOW/.test(words)) return { say: "This takes a while to be said. ".repeat(6), pauseMs: 150 };
    return { say: "Plain answer." };
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, port } = new URL(request.url);
    if (pathname.endsWith("/models")) return Response.json({ object: "list", data: [{ id: "fake-model" }] });
    if (!pathname.endsWith("/chat/completions")) return new Response("{}", { status: 404 });
    const { model, messages, tools } = question.parse(await request.json());
    const system = messages.filter(({ role }) => role === "system").map((it) => it.content ?? "").join("\n");
    const asked = messages.findLast(({ role }) => role === "user")?.content ?? "";
    const isTitle = /title generator|generate a .*title|thread title/i.test(system);
    const deed: Deed = isTitle
      ? { say: "Fake session title" }
      : tools.length === 0
      ? { say: "Summary." }
      : messages.at(-1)?.role === "tool"
      ? { say: "Finished after the tool." }
      : deedFor(asked, Number(port));
    if ("status" in deed) {
      const { status, type, message } = deed;
      return Response.json({ error: { type, message } }, { status, headers: { "retry-after": "2" } });
    }
    const id = ++answers;
    const stream = ReadableStream.from(
      chunks(deed, { id: `chatcmpl-${id}`, model, call: `call_${id}` }, ended.signal),
    );
    return new Response(stream.pipeThrough(new TextEncoderStream()), {
      headers: { "content-type": "text/event-stream" },
    });
  }

  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen() {},
    onError: () => new Response(null, { status: 500 }),
  }, answer);
  return {
    port: server.addr.port,
    async [Symbol.asyncDispose]() {
      ended.abort();
      await server.shutdown();
    },
  };
}

interface Head {
  readonly id: string;
  readonly model: string;
  readonly call: string;
}

async function* chunks(
  deed: Exclude<Deed, { readonly status: number }>,
  { id, model, call }: Head,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const usage = { prompt_tokens: 1200, completion_tokens: 34, total_tokens: 1234 };
  const chunk = (delta: unknown, finish: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    const whole = { id, object: "chat.completion.chunk", created: 1_790_000_000, model, choices };
    return `data: ${JSON.stringify(finish === null ? whole : { ...whole, usage })}\n\n`;
  };
  if ("say" in deed) {
    for (const word of deed.say.split(/(?<= )/)) {
      if (signal.aborted) return;
      yield chunk({ role: "assistant", content: word });
      await new Promise((resolve) => setTimeout(resolve, deed.pauseMs ?? PAUSE_MS));
    }
    yield chunk({}, "stop");
  } else {
    const fn = { name: deed.tool, arguments: JSON.stringify(deed.input) };
    yield chunk({ role: "assistant", tool_calls: [{ index: 0, id: call, type: "function", function: fn }] });
    yield chunk({}, "tool_calls");
  }
  yield "data: [DONE]\n\n";
}
