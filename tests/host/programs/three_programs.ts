/**
 * A process with three programs that stay, to be killed. Its argument stands in the arguments or in the environment of all that is
 * started. With "ungrouped" as another one it does as where there are no control groups. Prints a line when they run.
 */
import { denoHost } from "../../../src/host/deno_host.ts";
import { ungrouped } from "./real_program.ts";

const [token = "", how] = Deno.args;
const { PATH = "" } = Deno.env.toObject();
Deno.env.set("PATH", `${PATH}:/${token}`);
const programs = how === "ungrouped" ? ungrouped() : denoHost().programs;

/** `sleep` is told the token as one more time: it sleeps for the sum of them. */
const SCRIPTS = [
  // It ends when it is told to.
  'sleep 600 "$0"',
  // It ignores that, and so do its children.
  'trap "" TERM; sleep 600 "$0" & sleep 600 "$0"; sleep 600 "$0"',
  // Its child has a session of its own, and nobody as a parent.
  'setsid sh -c "trap \\"\\" TERM; sleep 600 $0; sleep 600 $0" & exec sleep 600 "$0"',
];
const started = SCRIPTS.map((script) =>
  programs.start({ program: "sh", args: ["-c", script, token], env: { PATH }, stdin: "null" })
);
await Promise.all(started);
await Deno.stdout.write(new TextEncoder().encode("started\n"));
await new Promise((resolve) => setTimeout(resolve, 600_000));
