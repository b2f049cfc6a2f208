/**
 * A program for Windows whose programs stay, as src/host/windows/windows_programs.ts starts them. With "stay FILE" it makes the file,
 * and goes on; with "over FILE" it starts such a one, and ends; with "keep FOLDER" it starts both, writes a report, and goes on.
 */
import { denoHost } from "../../src/host/deno_host.ts";
import type { StayingProgram } from "../../src/host/staying_program.ts";

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** What a sidecar has of the environment on Windows. */
const VARIABLES = [
  ...[
    "PATH",
    "PATHEXT",
    "SystemRoot",
    "windir",
    "ComSpec",
    "USERPROFILE",
    "USERNAME",
    "APPDATA",
    "LOCALAPPDATA",
  ],
  ...["ProgramData", "TEMP", "TMP", "HOMEDRIVE", "HOMEPATH"],
];

/** What was seen, each under the name of the promise that it is about. */
async function keep(folder: string): Promise<unknown> {
  const { programs } = denoHost();
  const env = Object.fromEntries(VARIABLES.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
  const start = async (how: "stay" | "over", file: string): Promise<StayingProgram> => {
    const args = [how, `${folder}\\${file}`];
    const started = await programs.start({ program: Deno.execPath(), args, env, stdin: "null" });
    await until(() => isThere(`${folder}\\${file}`));
    return started;
  };
  const one = await start("stay", "one");
  const alone = one.living().length;
  const isKnown = programs.leftover(one.record)?.living()[0] === one.record.pid;
  const strangers = programs.leftover({ ...one.record, startTime: "1" });
  one.signal("terminate");
  await pause(200);
  const told = one.living().length;
  one.signal("kill");
  const end = await one.ended;
  await until(() => one.living().length === 0);
  const isLeft = programs.leftover(one.record) !== null;
  one.release();

  const two = await start("over", "two");
  await two.ended;
  const orphans = two.living().length;
  two.signal("kill");
  await until(() => two.living().length === 0);
  two.release();

  await start("stay", "three");
  await start("over", "four");
  return { alone, isKnown, strangers, told, end, isLeft, orphans };
}

const [what, path = ""] = Deno.args;
switch (what) {
  case "over":
    new Deno.Command(Deno.execPath(), { args: ["stay", path], detached: true }).spawn().unref();
    Deno.exit();
    break;
  case "stay":
    await Deno.writeTextFile(path, "");
    break;
  case "keep": {
    const seen = await keep(path).catch((error: unknown) => String(error));
    await Deno.writeTextFile(`${path}\\new`, JSON.stringify({ pid: Deno.pid, seen }));
    await Deno.rename(`${path}\\new`, `${path}\\report`);
  }
}
await pause(600_000);
