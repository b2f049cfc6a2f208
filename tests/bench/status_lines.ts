/**
 * The bench of status lines: what one costs Claude Code each time it asks, by curl and by the program, beside an empty program. By
 * itself: `deno run -A tests/bench/status_lines.ts`.
 */
import { join } from "node:path";
import { compiled, compiledProgram } from "../e2e/compiled.ts";
import { until } from "../e2e/desktop.ts";
import { newAccount } from "../support/program.ts";
import { type Figure, figureTable, keeps, median } from "./table.ts";

const RUNS = 15;

/** Of the compiled program; takes seconds. */
export async function statusLineFigures(empty: string): Promise<readonly Figure[]> {
  const program = await compiledProgram();
  Deno.env.set("CLAUDEMINDER_PROGRAM", program);
  await using account = await newAccount();
  await account.signIn();
  account.start("run", "--headless");
  const socket = join(account.env.XDG_RUNTIME_DIR ?? "", "claudeminder/statusline.sock");
  await until(() => Deno.stat(socket).then(() => true, () => false), "the socket");
  const ask = [
    "-s",
    "--noproxy",
    "*",
    "--unix-socket",
    socket,
    "--data-binary",
    "@-",
    "http://tray/statusline",
  ];
  const commands = {
    floor: [empty],
    curl: ["curl", ...ask],
    program: [program, "statusline"],
    wrapped: [program, "statusline", "--wrap", "true"],
  };
  const times: Record<keyof typeof commands, number[]> = { floor: [], curl: [], program: [], wrapped: [] };
  const all = async (kept: boolean) => {
    for (const [name, command] of Object.entries(commands)) {
      const ms = await timeOf(command, account.env);
      if (kept && isKeyOf(times, name)) times[name].push(ms);
    }
  };
  // The first question loads what answers.
  await all(false);
  for (let run = 0; run < RUNS; run++) await all(true);
  const figure = (name: string, which: keyof typeof commands, limit: number | null): Figure => ({
    ...{ name, unit: "ms", limit },
    value: median(times[which]),
    floor: median(times.floor),
  });
  return [
    figure("status line by curl", "curl", 0),
    figure("status line by `claudeminder statusline`", "program", 60),
    figure("the same, beside a command of one's own", "wrapped", 60),
  ];
}

function isKeyOf<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return key in table;
}

/** How long a command takes that is given what Claude Code gives, in ms. */
async function timeOf(
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const begin = performance.now();
  const child = new Deno.Command(program, {
    args,
    env: { ...env },
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(SAID)).then(() => writer.close()).catch(() => {});
  await child.output();
  return performance.now() - begin;
}

/** As long as what Claude Code gives. */
const SAID = JSON.stringify({
  session_id: "9952784f-a25a-455a-8858-62cc4613c640",
  transcript_path: `/home/p/.claude/projects/${"x".repeat(1000)}`,
  model: { id: "claude-opus-5-5", display_name: "Opus 5.5" },
  cost: { total_api_duration_ms: 264 },
  context_window: { used_percentage: 2 },
});

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-bench-" });
  try {
    const entry = join(import.meta.dirname ?? ".", "empty.ts");
    const figures = await statusLineFigures(await compiled({ entry, out: folder, name: "empty" }));
    await Deno.stdout.write(new TextEncoder().encode(`${figureTable(figures)}\n`));
    Deno.exitCode = figures.every(keeps) ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
