/** Captured answers and streams of a real OpenCode 1.18.33. */
import * as z from "zod";
import type { RawResponse } from "../../../../src/core/agents/opencode/wire/parse_responses.ts";

const folder = new URL("../../../testdata/opencode/", import.meta.url);

const captured = z.object({
  request: z.string(),
  status: z.number(),
  headers: z.object({ "content-type": z.string() }),
  body: z.unknown().optional(),
});

/** The answer in a file of the samples, without ".json". */
export function sample(name: string): RawResponse & { readonly request: string } {
  const { request, status, headers, body } = captured.parse(
    JSON.parse(Deno.readTextFileSync(new URL(`${name}.json`, folder))),
  );
  // A page was captured as its text.
  const page = z.object({ _text: z.string() }).safeParse(body).data?._text;
  return { request, status, contentType: headers["content-type"], body: page ?? JSON.stringify(body) };
}

const line = z.object({ t: z.number(), data: z.unknown().optional() });

/** Each message of the captured stream with the time, in ms, at which it came. */
export function sampleStream(): readonly { readonly t: number; readonly data: string }[] {
  return Deno.readTextFileSync(new URL("global_event.jsonl", folder)).trim().split("\n").flatMap((text) => {
    const { t, data } = line.parse(JSON.parse(text));
    return data === undefined ? [] : [{ t, data: JSON.stringify(data) }];
  });
}

/** What an OpenCode 1.0.185 streamed of a run with a permission, without the messages of no interest. */
export function olderStream(): readonly string[] {
  return Deno.readTextFileSync(new URL("older_event.jsonl", folder)).trim().split("\n");
}

/** The messages of the raw stretch of the stream, which has "sync" ones too. */
export function rawStream(): readonly string[] {
  return Deno.readTextFileSync(new URL("global_event_raw.txt", folder)).split("\n")
    .flatMap((text) => text.startsWith("data: ") && text.endsWith("}") ? [text.slice(6)] : []);
}
