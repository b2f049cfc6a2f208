/**
 * A person at a clean machine, from login to logout: an X server, their session bus, and whatever they start. All of it runs as
 * that person, in namespaces of its own; logging out ends every process of it, as a login service does.
 */
import { join } from "node:path";
import type { Run } from "../support/program.ts";
import { displayOf, until } from "./desktop.ts";

/** The only account, as `useradd` makes it. */
export const PERSON = { name: "anna", id: 1000, home: "/home/anna", runtime: "/run/user/1000" } as const;

export interface Login extends AsyncDisposable {
  /** The session bus, as the test reaches it. */
  readonly busAddress: string;
  /** For programs of the test that look at the screen. */
  readonly display: string;
  /** What the person types into a terminal; run to the end. */
  types(command: string): Promise<Run>;
  /** Starts a program that goes on until it ends by itself, or the person logs out. */
  start(...args: readonly string[]): void;
  /** Waits until none of the processes runs the program of this name. */
  ended(name: string): Promise<void>;
  /** The paths of the programs of this name that run. */
  running(name: string): Promise<readonly string[]>;
}

/** Logs in on the machine in that folder. Rejects where X or the bus do not come up. */
export async function logIn(root: string, env: Readonly<Record<string, string>>): Promise<Login> {
  const session = await openSession(root);
  const started: Deno.ChildProcess[] = [];
  const bus = `unix:path=${PERSON.runtime}/bus`;
  const base: Record<string, string> = {
    HOME: PERSON.home,
    USER: PERSON.name,
    LOGNAME: PERSON.name,
    SHELL: "/bin/bash",
    PATH: "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games",
    LANG: "C.UTF-8",
    XDG_RUNTIME_DIR: PERSON.runtime,
    DBUS_SESSION_BUS_ADDRESS: bus,
    ...env,
  };
  /** In the shell of a login, which reads `~/.profile`, as display managers do. */
  function command(args: readonly string[], stdout: "piped" | "null"): Deno.Command {
    const person = ["chroot", `--userspec=${PERSON.name}`, root, "env", "--ignore-environment"];
    const variables = Object.entries(base).map(([name, value]) => `${name}=${value}`);
    const shell = ["bash", "--login", "-c", 'exec "$@"', "bash", ...args];
    return new Deno.Command("nsenter", {
      args: [
        ...[`--target=${session.pid}`, "--mount", "--pid", ...person],
        ...[`--chdir=${PERSON.home}`, ...variables, ...shell],
      ],
      clearEnv: true,
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
      stdin: "null",
      stdout,
      stderr: stdout,
    });
  }
  async function types(text: string): Promise<Run> {
    const { code, stdout, stderr } = await command(["bash", "-c", text], "piped").output();
    return { code, stdout: decode(stdout), stderr: decode(stderr) };
  }
  const login: Login = {
    busAddress: `unix:path=${root}${PERSON.runtime}/bus`,
    get display() {
      return base.DISPLAY ?? "";
    },
    types,
    start: (...args) => void started.push(command(args, "null").spawn()),
    async running(name) {
      const { stdout } = await types("readlink /proc/[0-9]*/exe");
      return stdout.split("\n").filter((path) => path.split("/").at(-1)?.split(" ")[0] === name);
    },
    ended: (name) => until(async () => (await login.running(name)).length === 0, `the end of ${name}`),
    async [Symbol.asyncDispose]() {
      await session.close();
      for (const child of started) await child.status;
      await Deno.remove(`${root}${PERSON.runtime}/bus`).catch(() => {});
      for await (const { name } of Deno.readDir(`${root}/tmp`)) {
        if (/^\.X\d+-lock$/.test(name)) await Deno.remove(`${root}/tmp/${name}`);
      }
    },
  };
  try {
    const screen = ["-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset"];
    // What else it says has nobody who reads it.
    const server = command(
      ["sh", "-c", 'exec Xvfb "$@" 2>/dev/null', "sh", "-displayfd", "1", ...screen],
      "piped",
    )
      .spawn();
    started.push(server);
    void server.stderr.cancel();
    base.DISPLAY = await displayOf(server);
    login.start("dbus-daemon", "--session", "--nofork", "--nopidfile", `--address=${bus}`);
    const socket = join(root, PERSON.runtime, "bus");
    await until(() => Deno.stat(socket).then(() => true, () => false), "the session bus");
    return login;
  } catch (error) {
    await login[Symbol.asyncDispose]();
    throw error;
  }
}

export interface Session {
  /** The first process of the session, as this machine numbers it. */
  readonly pid: number;
  close(): Promise<void>;
}

/**
 * New namespaces, kept by a shell that waits for the end of its input: also when the test is ended by force, it ends, and with
 * it, being their first process, all that runs in them. It takes in what its children leave behind.
 */
export async function openSession(root: string): Promise<Session> {
  const script = 'read -r pid _ </proc/self/stat; mount -t proc proc "$0/proc" && echo "$pid" && read -r _';
  const child = new Deno.Command("unshare", {
    args: ["--mount", "--pid", "--fork", "--kill-child", "bash", "-c", script, root],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  for await (const part of child.stdout) {
    text += decode(part);
    if (text.includes("\n")) break;
  }
  const close = async () => {
    await child.stdin.close();
    await child.status;
  };
  const pid = Number(text.trim());
  if (pid > 0) return { pid, close };
  await close();
  throw new Error("Cannot open a session in namespaces of its own");
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
