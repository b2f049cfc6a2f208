/** What the program makes of the answers to the question for the newest version. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { NetAnswer } from "../../src/net/send_request.ts";
import { versionQuestion } from "../../src/tasks/newest_version_request.ts";

function response(status: number, body = "1.2.3"): NetAnswer {
  return { kind: "response", status, headers: new Headers(), body, contentType: "text/plain" };
}

const rows: readonly (readonly [string, NetAnswer, unknown])[] = [
  ["a version", response(200), { kind: "body", body: "1.2.3" }],
  ["an empty body", response(200, ""), { kind: "body", body: "" }],
  ...[204, 301, 302, 404, 429, 500].map((status): readonly [string, NetAnswer, unknown] => [
    `status ${status}`,
    response(status),
    { kind: "none", answered: true, why: `the server answered with status ${status}` },
  ]),
  ["too much", { kind: "too-large" }, { kind: "none", answered: true, why: "the answer is too large" }],
  ["no way", { kind: "failure", failure: { kind: "offline", how: "dns" } }, {
    kind: "none",
    answered: false,
    why: "offline: the server's name cannot be resolved",
  }],
];

for (const [name, answer, expected] of rows) {
  Deno.test(`versionQuestion() on ${name}`, async () => {
    const asked: unknown[] = [];
    const net = {
      request: (url: string, options: { readonly headers: Readonly<Record<string, string>> }) => {
        asked.push([url, Object.keys(options.headers).sort()]);
        return Promise.resolve(answer);
      },
    };
    const { signal } = new AbortController();
    const ask = versionQuestion(() => net, "1.0.0");
    assertEquals(await ask("https://example.org/v", { timeoutMs: 1, maxBytes: 1, signal }), expected);
    assertEquals(asked, [["https://example.org/v", ["accept", "user-agent"]]]);
  });
}
