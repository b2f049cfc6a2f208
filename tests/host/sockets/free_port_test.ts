/** Which ports are free, by real sockets. */
import { assertEquals, assertRejects } from "@std/assert";
import { freePort, isPortFree } from "../../../src/host/sockets/free_port.ts";

Deno.test("isPortFree() is false while somebody listens, and true before and afterwards", async () => {
  const port = await freePort("127.0.0.1");
  assertEquals(await isPortFree("127.0.0.1", port), true);
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  assertEquals(await isPortFree("127.0.0.1", port), false);
  listener.close();
  assertEquals(await isPortFree("127.0.0.1", port), true);
});

Deno.test("isPortFree() rejects where the name of the host means nothing", async () => {
  await assertRejects(() => isPortFree("no.such.host.invalid", 60_000));
});
