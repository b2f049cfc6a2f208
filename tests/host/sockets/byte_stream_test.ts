/** Connections that stay, with real servers on loopback and on a Unix socket. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { openStream } from "../../../src/host/sockets/byte_stream.ts";
import type { StreamAddress } from "../../../src/host/staying_program.ts";
import { withFolder } from "../../support/test_folder.ts";

/** Sends back what it is sent, to one client. */
async function echo(listener: Deno.Listener): Promise<void> {
  const connection = await listener.accept();
  await connection.readable.pipeTo(connection.writable).catch(() => {});
}

async function isEchoed(address: StreamAddress): Promise<void> {
  const stream = await openStream(address);
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  for (const text of ["one\n", "é\n"]) {
    await writer.write(new TextEncoder().encode(text));
    const { value } = await reader.read();
    assertEquals(new TextDecoder().decode(value), text);
  }
  stream.close();
  stream.close();
  // What waits for more is told, whether as an end or as an error.
  assertEquals(await reader.read().then(({ done }) => done, () => true), true);
}

Deno.test("openStream() carries bytes both ways over TCP, and closes", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const echoing = echo(listener);
  await isEchoed({ hostname: "127.0.0.1", port: listener.addr.port });
  await echoing;
});

Deno.test({
  name: "openStream() carries bytes both ways over a Unix socket, and closes",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withFolder(async (folder) => {
      using listener = Deno.listen({ transport: "unix", path: `${folder}/socket` });
      const echoing = echo(listener);
      await isEchoed({ path: `${folder}/socket` });
      await echoing;
    });
  },
});

Deno.test("openStream() says that nobody listens, and ends with its signal", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assertRejects(() => openStream({ hostname: "127.0.0.1", port }), Deno.errors.ConnectionRefused);
  await assertRejects(() => openStream({ path: "/no/such/socket" }), Deno.errors.NotFound);
  const why = new Error("enough");
  for (const address of [{ hostname: "127.0.0.1", port }, { path: "/no/such/socket" }]) {
    const error = await assertRejects(() => openStream(address, AbortSignal.abort(why)));
    assert(error === why);
  }
});
