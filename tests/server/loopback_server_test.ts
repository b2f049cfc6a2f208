/** At which port the server listens. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import { findRunning } from "../../src/server/server_file.ts";
import { onStage } from "./server_stage.ts";

const host = denoHost();

const portOf = (url: string | undefined) => Number(new URL(url ?? "").port);

Deno.test("startServer() listens at the port that is wanted, again at once after a client was served there", async () => {
  const port = await host.freePort("127.0.0.1");
  const clients: Deno.TcpConn[] = [];
  for (let round = 0; round < 3; round++) {
    await onStage(async ({ address, file, listenAt }) => {
      assertEquals(portOf(address.url), port);
      assertEquals(await listenAt(port), null);
      // It is still there when the server ends.
      const client = await Deno.connect({ hostname: "127.0.0.1", port });
      clients.push(client);
      await client.write(
        new TextEncoder().encode(
          `GET /events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${address.token}\r\n\r\n`,
        ),
      );
      assert(await client.read(new Uint8Array(100)) ?? 0 > 0);
      assertEquals(await findRunning(host, file), address);
    }, { port });
  }
  for (const client of clients) client.close();
});

Deno.test("startServer() listens at any port where another program has the one that is wanted, and says so", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  await onStage(async ({ address, file, listenAt }) => {
    const instead = portOf(address.url);
    assert(instead !== port);
    assertEquals(await listenAt(port), { about: "server", kind: "port-taken", port, instead });
    assertEquals(await findRunning(host, file), address);
    // A person has ended the other program, and set it once more.
    taken.close();
    assertEquals(await listenAt(port), null);
    assertEquals(portOf((await findRunning(host, file))?.url), port);
  }, { port });
});

Deno.test("startServer() moves to another port while it runs, with its token, and lets the old one go", () =>
  onStage(async ({ address, file, listenAt }) => {
    const port = await host.freePort("127.0.0.1");
    assertEquals(await listenAt(port), null);
    assertEquals(await findRunning(host, file), { ...address, url: `http://127.0.0.1:${port}` });
    using _free = Deno.listen({ hostname: "127.0.0.1", port: portOf(address.url) });
    // Any port will do from now on: this one too.
    assertEquals(await listenAt(0), null);
    assertEquals(portOf((await findRunning(host, file))?.url), port);
  }));
