/** `src/server/RPC.md`: every method and every event, with what goes in and what comes out, from the tables in `src/server/`. */
import type { Method } from "../../src/server/methods/method.ts";
import { noParams } from "../../src/server/methods/method.ts";
import { sidecarErrors } from "../../src/server/methods/sidecar_errors.ts";
import { methods } from "../../src/server/methods/methods.ts";
import { streamEvents } from "../../src/server/stream_events.ts";
import { type NamedTypes, schemaText, typeText } from "./schema_text.ts";

const HEAD = `# JSON-RPC and events of the running program

Written by \`deno task docs\` from the tables in \`src/server/methods/\` and \`src/server/stream_events.ts\`: change those, not this file.

On a command line: \`claudeminder call METHOD [PARAMS_JSON]\` prints an answer, \`claudeminder events\` one event a line, with its \`id\`.

From a program: \`server.json\` (on Linux in \`$XDG_RUNTIME_DIR/claudeminder/\`) holds \`{"url", "token", "pid"}\` of the running one. Only its owner can
read it. The token also stands by itself in the file \`token\` beside it. The setting \`dashboard.port\` fixes the port.

- Methods: POST \`/rpc\` below that URL, JSON-RPC 2.0, with \`Authorization: Bearer TOKEN\`. A batch holds at most 100 requests.
- Events: GET \`/events\` with the same header: server-sent events, each with \`{type, time, data}\` as its data, and an id. A reader that comes back
  with \`Last-Event-ID\` gets what it has missed of the last minute, and nothing twice; where something of that is no longer known, or the program
  was restarted, a snapshot. Of \`tray-update\` and \`opencode\` it gets the last ones only.
- Metrics: GET \`/metrics\` with the same header: text for Prometheus (0.0.4).
- GET \`/health\` needs no token: \`{"status": "ok", "version": "..."}\`.

Errors are the standard's: -32700 no JSON, -32600 no request, -32601 no such method, -32602 wrong parameters, -32603 a failure inside. A program should
ignore keys that it does not know: more may come.

Methods about a sidecar answer -32602 too where there is no such sidecar, with the names of those that there are, and have errors of their own:

${Object.values(sidecarErrors).map(({ code, when }) => `- ${code}: ${when}`).join("\n")}

An error that a sidecar itself answers to \`sidecar.call\` is passed on as it is, with its code, its message and its data.`;

export async function rpcReference(): Promise<string> {
  const named: NamedTypes = new Map();
  const parts = [
    HEAD,
    "## Methods",
    ...await methodTexts(named),
    "## Events",
    ...Object.entries(streamEvents).map(([type, { when, data }]) =>
      `### \`${type}\`\n\n${when}\n\n${code(schemaText(data, "output", named))}`
    ),
  ];
  return `${[...parts, "## Types", ...namedTexts(named)].join("\n\n")}\n`;
}

async function methodTexts(named: NamedTypes): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const method of methods) texts.push(await methodText(method, named));
  return texts;
}

async function methodText({ name, does, params, answer }: Method, named: NamedTypes): Promise<string> {
  const given = params === noParams
    ? "No parameters."
    : `Parameters:\n\n${code(schemaText(params, "input", named))}`;
  return `### \`${name}\`\n\n${does}\n\n${given}\n\nAnswer:\n\n${
    code(schemaText(await answer(), "output", named))
  }`;
}

function namedTexts(named: NamedTypes): readonly string[] {
  return [...named].toSorted(([a], [b]) => a < b ? -1 : 1).map(([name, json]) => {
    const told = json.description === undefined ? "" : `\n\n${json.description}`;
    return `### ${name}${told}${json.isElsewhere === true ? "" : `\n\n${code(typeText(json, ""))}`}`;
  });
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}
