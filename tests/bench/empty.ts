/** A program that does nothing: what it costs is the floor that the bench holds the real one against. */
Deno.stdout.writeSync(new TextEncoder().encode("ready\n"));
if (Deno.args[0] === "stay") setInterval(() => {}, 30_000);
