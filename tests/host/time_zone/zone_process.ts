/** Prints the local time of 15 January 2026, 12:00 UTC, at the start and after each line of its input, with what a child has in `TZ`. */
import { denoHost } from "../../../src/host/deno_host.ts";

const host = denoHost();
const tell = async (changed: boolean) => {
  const { stdout } = await host.run({ program: "sh", args: ["-c", 'printf "%s" "${TZ-unset}"'] });
  const date = new Date(Date.UTC(2026, 0, 15, 12));
  const local = `${date.getHours()}:${String(date.getMinutes()).padStart(2, "0")}`;
  const line = JSON.stringify({ changed, local, own: host.env("TZ") ?? "unset", child: stdout });
  await Deno.stdout.write(new TextEncoder().encode(`${line}\n`));
};

await tell(false);
for await (const _ of Deno.stdin.readable) await tell(host.followZone());
