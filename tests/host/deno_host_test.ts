/** The host against the real system: time, programs, servers, sockets, the environment. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import { newAuthority } from "../net/certificates.ts";
import { startServer } from "../net/servers.ts";

const host = denoHost();

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("sleep() ends early when its signal aborts, at once when it has, and leaves no timer", async () => {
  const stop = new AbortController();
  const started = performance.now();
  const sleeping = host.sleep(60_000, stop.signal);
  stop.abort();
  await sleeping;
  await host.sleep(60_000, stop.signal);
  assert(performance.now() - started < 5_000);
});

Deno.test("sleep() longer than a timer can count does not end at once", async () => {
  const stop = new AbortController();
  let ended = false;
  const sleeping = host.sleep(2 ** 40, stop.signal).then(() => ended = true);
  await host.sleep(20);
  assertEquals(ended, false);
  stop.abort();
  await sleeping;
});

Deno.test("run() gives stdin, output and exit code, and knows no shell", async () => {
  const cat = await host.run({ program: "cat", args: ["-"] }, { stdin: "$(id) é" });
  assertEquals(cat, { code: 0, stdout: "$(id) é", stderr: "", timedOut: false });
  const failing = await host.run({ program: "sh", args: ["-c", "echo oops >&2; exit 7"] });
  assertEquals(failing, { code: 7, stdout: "", stderr: "oops\n", timedOut: false });
  await assertRejects(() => host.run({ program: "/no/such/program", args: [] }));
});

Deno.test("run() gives stdin to a program that does not read it without harm", async () => {
  const result = await host.run({ program: "true", args: [] }, { stdin: "x".repeat(1_000_000) });
  assertEquals(result.code, 0);
});

Deno.test("run() kills at its time limit, also when a child of the child holds the output open", async () => {
  const started = performance.now();
  const result = await host.run(
    { program: "sh", args: ["-c", "echo begun; sleep 1 & wait"] },
    { timeoutMs: 200 },
  );
  assertEquals([result.timedOut, result.stdout], [true, "begun\n"]);
  assert(performance.now() - started < 900);
});

Deno.test("run() gives what a program has ended with when its child holds the output open", async () => {
  const result = await host.run(
    { program: "sh", args: ["-c", "sleep 5 & echo $!; exit 3"] },
    { timeoutMs: 300 },
  );
  Deno.kill(Number(result.stdout), "SIGKILL");
  assertEquals([result.code, result.timedOut], [3, false]);
});

Deno.test("run() drops what is printed beyond 8 MB", async () => {
  const result = await host.run({ program: "head", args: ["-c", "20000000", "/dev/zero"] });
  assertEquals([result.code, result.stdout.length], [0, 8 * 1024 * 1024]);
});

Deno.test("serve() answers, hides what a handler throws, and closes in spite of an endless answer", async () => {
  const server = await host.serve({ hostname: "127.0.0.1", port: 0 }, (request) => {
    if (request.url.endsWith("/bad")) throw new Error("secret");
    if (request.url.endsWith("/endless")) {
      return new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array([1])) }));
    }
    return new Response("yes");
  });
  const client = host.httpClient({});
  const at = `http://127.0.0.1:${server.port}`;
  assertEquals(await (await client.fetch(`${at}/`)).text(), "yes");
  const bad = await client.fetch(`${at}/bad`);
  assertEquals([bad.status, await bad.text()], [500, ""]);
  await assertRejects(() => host.serve({ hostname: "127.0.0.1", port: server.port }, () => new Response()));
  const endless = await client.fetch(`${at}/endless`);
  const reader = endless.body?.getReader();
  await reader?.read();
  const started = performance.now();
  await server.close();
  assert(performance.now() - started < 3_000);
  await reader?.read().catch(() => {});
  client.close();
});

Deno.test("serve() closes only after the answers in progress are out", async () => {
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => arrived = resolve);
  let answer = () => {};
  const answering = new Promise<void>((resolve) => answer = resolve);
  const server = await host.serve({ hostname: "127.0.0.1", port: 0 }, async () => {
    arrived();
    await answering;
    return new Response("bye");
  });
  const client = host.httpClient({});
  const asked = client.fetch(`http://127.0.0.1:${server.port}/`).then((response) => response.text());
  await arrival;
  const closing = server.close();
  answer();
  assertEquals(await asked, "bye");
  await closing;
  client.close();
});

Deno.test("connect() tells refused, open and silent apart, and can be aborted", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const address = { hostname: "127.0.0.1", port: listener.addr.port };
  await host.connect(address, { timeoutMs: 2_000 });
  const accepted = [await listener.accept()];
  const tls = { serverName: "localhost", caCerts: [] };
  // Nobody answers the TLS greeting.
  const silent = await assertRejects(() => host.connect(address, { timeoutMs: 100, tls }));
  assertEquals(silent.name, "TimeoutError");
  accepted.push(await listener.accept());
  const aborted = await assertRejects(() =>
    host.connect(address, { timeoutMs: 10_000, tls, signal: AbortSignal.timeout(50) })
  );
  assertEquals(aborted.name, "TimeoutError");
  accepted.push(await listener.accept());
  await assertRejects(() => host.connect(address, { timeoutMs: 10_000, signal: AbortSignal.abort() }));
  for (const connection of accepted) connection.close();
  listener.close();
  const refused = await assertRejects(() => host.connect(address, { timeoutMs: 2_000 }));
  assertEquals(refused.name, "ConnectionRefused");
});

Deno.test("denoHost() trusts the system's authorities, and leaves the person's own choice of them", () =>
  withFolder(async (folder) => {
    const authority = await newAuthority("System");
    const leaf = await authority.issue(["localhost"]);
    await Deno.writeTextFile(`${folder}/system.pem`, authority.pem);
    await Deno.writeTextFile(
      `${folder}/child.ts`,
      `import { denoHost } from ${JSON.stringify(import.meta.resolve("../../src/host/deno_host.ts"))};
      const host = denoHost();
      const client = host.httpClient({});
      const answered = await client.fetch("https://localhost:" + Deno.args[0]).then(() => "trusted", () => "not trusted");
      const env = await host.run({ program: "sh", args: ["-c", 'echo "$DENO_TLS_CA_STORE"'] });
      console.log(JSON.stringify([answered, env.stdout.trim(), host.env("DENO_TLS_CA_STORE") ?? ""]));
      Deno.exit(0);`,
    );
    const server = startServer(async (peer) => {
      await peer.head();
      await peer.write("HTTP/1.1 204 No Content\r\n\r\n");
    }, leaf);
    for (const [store, expected] of [["", "trusted"], ["mozilla", "not trusted"]] as const) {
      const env = { ...Deno.env.toObject(), SSL_CERT_FILE: `${folder}/system.pem`, DENO_TLS_CA_STORE: store };
      if (store === "") Reflect.deleteProperty(env, "DENO_TLS_CA_STORE");
      const child = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", `${folder}/child.ts`, String(server.port)],
        clearEnv: true,
        env,
      }).output();
      assertEquals(JSON.parse(new TextDecoder().decode(child.stdout)), [expected, store, store]);
    }
    await server.close();
  }));

Deno.test("denoHost() keeps the proxy variables from Deno and gives them to children", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(
      `${folder}/child.ts`,
      `import { denoHost } from ${JSON.stringify(import.meta.resolve("../../src/host/deno_host.ts"))};
      const hits: string[] = [];
      const server = (name: string) => Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
        hits.push(name);
        return new Response(name);
      });
      const [target, environment, configured] = [server("target"), server("environment"), server("configured")];
      for (const name of ["HTTP_PROXY", "all_proxy"]) {
        Deno.env.set(name, "http://127.0.0.1:" + environment.addr.port);
      }
      const host = denoHost();
      const at = "http://127.0.0.1:" + target.addr.port;
      for (const options of [{}, { proxy: "http://127.0.0.1:" + configured.addr.port }]) {
        const client = host.httpClient(options);
        await (await client.fetch(at)).text();
        client.close();
      }
      await (await fetch(at)).text();
      denoHost();
      const printed = await host.run({ program: "sh", args: ["-c", 'echo "$HTTP_PROXY $all_proxy $NO_PROXY"'] });
      const port = (text: string | undefined) => text?.replaceAll(String(environment.addr.port), "PORT");
      console.log(JSON.stringify([hits, port(host.env("HTTP_PROXY")), host.env("HTTPS_PROXY"), port(printed.stdout)]));
      Deno.exit(0);`,
    );
    // The variables stand in the environment from the start, too: Deno may read them before any of our code runs.
    const child = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", `${folder}/child.ts`],
      env: { HTTP_PROXY: "http://127.0.0.1:9", ALL_PROXY: "http://127.0.0.1:9", NO_PROXY: "example.org" },
    }).output();
    const text = new TextDecoder();
    assertEquals(text.decode(child.stderr), "");
    assertEquals(JSON.parse(text.decode(child.stdout)), [
      ["target", "configured", "target"],
      "http://127.0.0.1:PORT",
      null,
      "http://127.0.0.1:PORT http://127.0.0.1:PORT example.org\n",
    ]);
  }));

Deno.test("language() is the system's own, as a tag", async () => {
  // On Linux the system's own language is the environment's.
  const child = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["eval", "--no-check"],
      `import { denoHost } from ${
        JSON.stringify(import.meta.resolve("../../src/host/deno_host.ts"))
      }; console.log(denoHost().language());`,
    ],
    env: { LC_ALL: "vi_VN.UTF-8", LANGUAGE: "" },
  }).output();
  assertEquals(new TextDecoder().decode(child.stdout), "vi-VN\n");
});
