/**
 * A process that reads 100 MB from each output of a program that stays, checks that nothing is lost, and prints as JSON how many bytes
 * these were, and by how many its memory has grown meanwhile.
 */
import { stayingPrograms } from "../../../src/host/programs/staying_programs.ts";
import { sh } from "./real_program.ts";

const NUMBERS = "seq 1 14000000 | head -c 100000000";

async function readAll(stream: ReadableStream<Uint8Array>): Promise<number> {
  const decoder = new TextDecoder();
  let bytes = 0, next = 1, rest = "";
  for await (const part of stream) {
    bytes += part.length;
    const lines = (rest + decoder.decode(part)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== String(next++)) throw new Error(`${line} stands where ${next - 1} should`);
    }
    most = Math.max(most, Deno.memoryUsage().rss);
  }
  return bytes;
}

const program = await sh(stayingPrograms(() => Deno.env.get("PATH")), `${NUMBERS} & ${NUMBERS} >&2; wait`);
let most = 0;
const before = Deno.memoryUsage().rss;
const bytes = await Promise.all([readAll(program.stdout), readAll(program.stderr)]);
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify({ bytes, grown: most - before })));
await program.ended;
program.release();
