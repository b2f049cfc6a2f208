/**
 * A program that starts a tray helper, and prints why that fails; in a process of its own, since systray2 looks around in the folder
 * that a process was started in.
 *
 *     deno run -A tests/tray/starting_process.ts PROGRAM
 */
import { denoHost } from "../../src/host/deno_host.ts";
import { startHelper } from "../../src/tray/systray_helper_process.ts";

if (import.meta.main) {
  const [program = ""] = Deno.args;
  const { signal } = new AbortController();
  const icon = { icon: "", tooltip: "" };
  const start = { host: denoHost(), program, icon, items: [], clicked: () => {}, signal };
  const told = await startHelper(start).then(() => "It runs", (error: unknown) => String(error));
  await Deno.stdout.write(new TextEncoder().encode(told));
}
