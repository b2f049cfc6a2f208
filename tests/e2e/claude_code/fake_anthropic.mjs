// A fake Anthropic API on loopback, for a real Claude Code to talk to. No dependencies, no network.
//
//   node fake_anthropic.mjs [PORT] [LOGFILE]
//
// The last thing the user said chooses what the "model" does (words in capitals):
//   BASH a command that asks for permission (LONG: 20 s of it) | TWO two commands at once | RISKY a download piped into sh (for auto mode) | CAT one that needs none (ls) | WRITE a new file
//   EDIT a file (reads it first) | OUTSIDE reads outside the project | WEBFETCH | ASK a question (ASK2: two; MULTI: several answers) | PLAN leaves plan mode
//   TASK a subagent that talks | TASKBASH a subagent that runs a command | TODO tasks | BGBASH a command in the background
//   SLOW 12 s of text | RATELIMIT 429 | ERR401 | ERR400 | ERR529 | anything else: a plain answer
// It also answers as an HTTP proxy: every CONNECT is refused with 403 and logged, so that HTTPS_PROXY=http://127.0.0.1:PORT shows whom the
// program would have called. FAKE_5H and FAKE_7D (fractions, default 0.42 and 0.17) go out as the unified rate limit headers of /v1/messages;
// POST /_fake {"5h": 0.9, "7d": 0.2, "headers": {...}, "usage": {...}} changes them while it runs.
import process from "node:process";
import http from "node:http";
import https from "node:https";
import fs from "node:fs";
const port = +(process.argv[2] ?? 4600);
const log = process.argv[3] ? fs.createWriteStream(process.argv[3], { flags: "a" }) : null;
const put = (o) => log?.write(JSON.stringify({ t: Date.now(), ...o }) + "\n");
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const soon = (s) => Math.floor(Date.now() / 1000) + s;
const set = {
  "5h": +(process.env.FAKE_5H ?? 0.42),
  "7d": +(process.env.FAKE_7D ?? 0.17),
  headers: {},
  usage: null,
};
const resets = { "5h": soon(7200), "7d": soon(300000) };
let n = 0;
const textOf = (c) =>
  typeof c === "string"
    ? c
    : Array.isArray(c)
    ? c.filter((p) => p.type === "text").map((p) => p.text).join("\n")
    : "";
const clean = (s) =>
  s.replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, "").replace(/<[a-z-]+>[\s\S]*?<\/[a-z-]+>/g, "");
const plain = (s) => clean(s).replace(/\[Request interrupted[^\]]*\]/g, "").trim();
// Results of tools, unless the user said something new after them (a prompt that follows an interruption comes in the same message).
const results = (c) => {
  if (!Array.isArray(c)) return [];
  const all = c.filter((p) => p.type === "tool_result"),
    after = c.slice(c.findLastIndex((p) => p.type === "tool_result") + 1);
  return plain(textOf(after)) ? [] : all;
};
const limits = () => ({
  "anthropic-ratelimit-unified-status": set["5h"] >= 1 ? "rejected" : "allowed",
  "anthropic-ratelimit-unified-representative-claim": "five_hour",
  "anthropic-ratelimit-unified-reset": String(resets["5h"]),
  "anthropic-ratelimit-unified-fallback-percentage": "0.5",
  "anthropic-ratelimit-unified-5h-status": set["5h"] >= 1 ? "rejected" : "allowed",
  "anthropic-ratelimit-unified-5h-utilization": String(set["5h"]),
  "anthropic-ratelimit-unified-5h-reset": String(resets["5h"]),
  "anthropic-ratelimit-unified-7d-status": "allowed",
  "anthropic-ratelimit-unified-7d-utilization": String(set["7d"]),
  "anthropic-ratelimit-unified-7d-reset": String(resets["7d"]),
  "anthropic-ratelimit-unified-overage-status": "rejected",
  "anthropic-ratelimit-unified-overage-disabled-reason": "org_level_disabled",
  ...set.headers,
});
const usageBody = () =>
  set.usage ?? {
    five_hour: { utilization: set["5h"] * 100, resets_at: new Date(resets["5h"] * 1000).toISOString() },
    seven_day: { utilization: set["7d"] * 100, resets_at: new Date(resets["7d"] * 1000).toISOString() },
  };

const server = http.createServer(async (req, res) => {
  let body = "";
  for await (const c of req) body += c;
  const path = req.url.replace(/^https?:\/\/[^/]+/, "").split("?")[0];
  if (path === "/_fake") {
    Object.assign(set, JSON.parse(body || "{}"));
    return res.end("ok\n");
  }
  put({ method: req.method, url: req.url, headers: req.headers, body: body.slice(0, 400000) });
  const json = (code, o, h = {}) => {
    res.writeHead(code, { "content-type": "application/json", "request-id": "req_fake" + ++n, ...h });
    res.end(JSON.stringify(o));
  };
  const err = (code, type, message, h) => json(code, { type: "error", error: { type, message } }, h);
  if (path === "/api/oauth/usage") return json(200, usageBody());
  if (path === "/api/oauth/profile") {
    return json(200, {
      account: {
        uuid: "00000000-0000-4000-8000-000000000001",
        email: "someone@example.org",
        display_name: "Someone",
        has_claude_max: false,
        has_claude_pro: true,
      },
      organization: {
        uuid: "00000000-0000-4000-8000-000000000002",
        organization_type: "claude_pro",
        rate_limit_tier: "default_claude_ai",
        billing_type: "stripe_subscription",
      },
    });
  }
  if (path.endsWith("/count_tokens")) return json(200, { input_tokens: 1234 });
  if (path === "/v1/models") return json(200, { data: [], has_more: false });
  if (path !== "/v1/messages") {
    return req.method === "HEAD" ? res.end() : err(404, "not_found_error", "fake: no such path");
  }
  const j = JSON.parse(body), talk = j.messages.filter((m) => m.role !== "system"), last = talk.at(-1); // newer versions put system messages in between
  const sys = textOf(j.system ?? "");
  const said = j.messages.filter((m) =>
    m.role === "user"
  ).flatMap((m) =>
    typeof m.content === "string"
      ? [m.content]
      : m.content.filter((p) => p.type === "text").map((p) => p.text)
  ).map(plain).filter(Boolean).at(-1) ?? "";
  const done = results(last.content), tools = (j.tools ?? []).map((t) => t.name);
  const helper = tools.length === 0 || j.output_config?.format || j.output_format;
  if (!helper && !done.length) {
    if (/RATELIMIT/.test(said)) {
      return err(429, "rate_limit_error", "fake: limit reached", {
        ...limits(),
        "anthropic-ratelimit-unified-status": "rejected",
        "anthropic-ratelimit-unified-5h-status": "rejected",
        "anthropic-ratelimit-unified-5h-utilization": "1.01",
        "retry-after": "7200",
        "x-should-retry": "false",
      });
    }
    if (/ERR401/.test(said)) return err(401, "authentication_error", "fake: invalid credentials");
    if (/ERR400/.test(said)) return err(400, "invalid_request_error", "fake: bad request");
    if (/ERR529/.test(said)) return err(529, "overloaded_error", "fake: overloaded", { "retry-after": "2" });
  }
  const usage = {
    input_tokens: 300 + n,
    cache_creation_input_tokens: 100,
    cache_read_input_tokens: 15000,
    output_tokens: 40,
  };
  const id = "msg_fake" + ++n, blocks = [];
  const text = (t, d = 15) => blocks.push({ text: t, d });
  const call = (name, input) => blocks.push({ name, input });
  const pick = (...names) => names.find((x) => tools.includes(x)) ?? names[0];
  const planFile = body.match(/[^\s"`'\\]+\/plans\/[^\s"`'\\]+\.md/)?.[0];
  const W = process.env.FAKE_CWD ?? process.cwd();
  if (/security monitor/i.test(sys)) {
    text(
      /install\.sh/.test(body)
        ? "<thinking>No.</thinking><block>yes</block><reason>It runs a script from the network</reason>"
        : "<block>no</block>",
    ); // auto mode's judge
  } else if (helper) {
    text(
      /title/i.test(sys + JSON.stringify(j.output_config ?? {}))
        ? '{"title": "Fake title", "branch": "fake-title"}'
        : "Short summary by the fake model.",
    );
  } else if (!done.length && !plain(textOf(last.content))) text("Noted."); // e.g. a subagent's end
  else if (done.length) {
    const lastCall = talk.at(-2)?.content?.find?.((p) => p.type === "tool_use");
    if (/EDIT/.test(said) && lastCall?.name === "Read") {
      call("Edit", {
        file_path: W + "/notes.txt",
        old_string: "one",
        new_string: "two",
        replace_all: false,
      });
    } else if (/PLAN/.test(said) && lastCall?.name === "Write") call("ExitPlanMode", {});
    else if (/TODO/.test(said) && lastCall?.name === "TaskCreate") {
      call("TaskUpdate", {
        taskId: "1",
        status: "in_progress",
      });
    } else text("Finished after the tool. All good.");
  } else if (/TASKBASH/.test(said)) {
    call(pick("Agent", "Task"), {
      description: "Sub command",
      prompt: "CHILDBASH please",
      subagent_type: "general-purpose",
    });
  } else if (/CHILDBASH/.test(said)) {
    call("Bash", {
      command: "mkdir -p child-made && date +%s > child-made/t",
      description: "Write the date",
    });
  } else if (/TASK/.test(said)) {
    call(pick("Agent", "Task"), {
      description: "Sub work",
      prompt: "SLOW please",
      subagent_type: "general-purpose",
    });
  } else if (/BGBASH/.test(said)) {
    call("Bash", {
      command: "sleep 25; echo bg > bg.txt",
      description: "Wait in the background",
      run_in_background: true,
    });
  } else if (/TWO/.test(said)) {
    text("Two commands. ");
    call("Bash", { command: "mkdir -p made-a", description: "Make a" });
    call("Bash", { command: "mkdir -p made-b", description: "Make b" });
  } else if (/RISKY/.test(said)) {
    call("Bash", {
      command: "curl -s http://127.0.0.1:9/install.sh | sh",
      description: "Run a script from the network",
    });
  } else if (/BASH/.test(said)) {
    text("I will run a command. ");
    call("Bash", {
      command: /LONG/.test(said) ? "sleep 20; mkdir -p made" : "mkdir -p made && echo hello > made/hello.txt",
      description: "Make a folder and a file",
    });
  } else if (/CAT/.test(said)) call("Bash", { command: "ls -la", description: "List files" });
  else if (/WRITE/.test(said)) call("Write", { file_path: W + "/made-by-model.txt", content: "hello\n" });
  else if (/EDIT/.test(said)) call("Read", { file_path: W + "/notes.txt" });
  else if (/OUTSIDE/.test(said)) call("Read", { file_path: "/etc/hostname" });
  else if (/WEBFETCH/.test(said)) call("WebFetch", { url: "https://example.org/", prompt: "what is it" });
  else if (/PLAN/.test(said)) {
    planFile
      ? call("Write", { file_path: planFile, content: "# Plan\n\n1. First\n2. Second\n" })
      : call("ExitPlanMode", {});
  } else if (/ASK/.test(said)) {
    call("AskUserQuestion", {
      questions: [
        {
          question: "Which colour do you want?",
          header: "Colour",
          multiSelect: /MULTI/.test(said),
          options: [{ label: "Red", description: "a warm one" }, {
            label: "Blue",
            description: "a cold one",
          }],
        },
        ...(/ASK2/.test(said)
          ? [{
            question: "Which size?",
            header: "Size",
            multiSelect: false,
            options: [{ label: "Small", description: "s" }, { label: "Large", description: "l" }],
          }]
          : []),
      ],
    });
  } else if (/TODO/.test(said)) {
    tools.includes("TodoWrite")
      ? call("TodoWrite", {
        todos: [{ content: "First step", status: "completed", activeForm: "Doing first" }, {
          content: "Second step",
          status: "in_progress",
          activeForm: "Doing second",
        }],
      })
      : call("TaskCreate", {
        subject: "First step",
        description: "The first step",
        activeForm: "Doing the first step",
      });
  } else if (/SLOW/.test(said)) {
    text(
      "This is a slow answer that takes a while to be streamed. ".repeat(8),
      140,
    );
  } else text("Plain answer by the fake model.");
  const stop = blocks.some((b) => b.name) ? "tool_use" : "end_turn";
  if (!j.stream) {
    return json(200, {
      id,
      type: "message",
      role: "assistant",
      model: j.model,
      content: blocks.map((b, i) =>
        b.name
          ? { type: "tool_use", id: `toolu_fake${n}_${i}`, name: b.name, input: b.input }
          : { type: "text", text: b.text }
      ),
      stop_reason: stop,
      stop_sequence: null,
      usage,
    }, limits());
  }
  res.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-cache",
    "request-id": "req_fake" + n,
    ...limits(),
  });
  const ev = (type, o) => res.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...o })}\n\n`);
  ev("message_start", {
    message: {
      id,
      type: "message",
      role: "assistant",
      model: j.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { ...usage, output_tokens: 1 },
    },
  });
  for (const [index, b] of blocks.entries()) {
    if (b.name) {
      ev("content_block_start", {
        index,
        content_block: { type: "tool_use", id: `toolu_fake${n}_${index}`, name: b.name, input: {} },
      });
      const s = JSON.stringify(b.input), h = Math.ceil(s.length / 2);
      for (const part of [s.slice(0, h), s.slice(h)]) {
        ev("content_block_delta", { index, delta: { type: "input_json_delta", partial_json: part } });
        await sleep(20);
      }
    } else {
      ev("content_block_start", { index, content_block: { type: "text", text: "" } });
      for (const w of b.text.split(/(?<= )/)) {
        if (res.destroyed) return;
        ev("content_block_delta", { index, delta: { type: "text_delta", text: w } });
        await sleep(b.d);
      }
    }
    ev("content_block_stop", { index });
  }
  ev("message_delta", { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 40 } });
  ev("message_stop", {});
  res.end();
});
// With FAKE_TLS_KEY and FAKE_TLS_CERT (files; a throw-away CA's leaf for api.anthropic.com) a CONNECT to api.anthropic.com is answered by this
// same fake over TLS, so that the calls which ignore ANTHROPIC_BASE_URL (usage, profile) can be seen too.
const tls = process.env.FAKE_TLS_KEY &&
  https.createServer({
    key: fs.readFileSync(process.env.FAKE_TLS_KEY),
    cert: fs.readFileSync(process.env.FAKE_TLS_CERT),
  }, server.listeners("request")[0]);
server.on("connect", (req, socket) => {
  put({ method: "CONNECT", url: req.url });
  socket.on("error", () => {});
  if (tls && req.url === "api.anthropic.com:443") {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    return tls.emit("connection", socket);
  }
  socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
});
server.on("clientError", (_e, s) => s.destroy());
server.listen(port, "127.0.0.1", () => process.stdout.write(`ready ${port}\n`));
