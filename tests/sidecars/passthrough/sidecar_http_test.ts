// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Reason } from "../../../src/core/reason.ts";
import { ReasonError } from "../../../src/core/reason_error.ts";
import { fetchFromSidecar, openSidecarStream } from "../../../src/sidecars/passthrough/sidecar_http.ts";
import type { HttpAnswer, HttpRequest, RunningSidecar } from "../../../src/sidecars/sidecars_port.ts";
import { real, withHttpSidecar } from "./http_sidecar.ts";

const signal = new AbortController().signal;

async function fetched(sidecar: RunningSidecar, request: HttpRequest): Promise<HttpAnswer> {
  const http = real.httpClient({});
  try {
    return await fetchFromSidecar(http, sidecar, request, signal);
  } finally {
    http.close();
  }
}

async function whyNot(work: Promise<unknown>): Promise<Reason> {
  const error = await work.catch((error: unknown) => error);
  assert(error instanceof ReasonError, `${error} is no reason`);
  return error.reason;
}

const get = (path: string): HttpRequest => ({ method: "GET", path });

Deno.test("fetchFromSidecar() sends method, path, body and the sidecar's own token", () =>
  withHttpSidecar(() => Response.json({}), async ({ sidecar, requests }) => {
    for (
      const [method, path, body, type, sent] of [
        ["GET", "/a%20b?x=%2F..#y", undefined, null, ""],
        ["POST", "/agents", { a: [1, null] }, "application/json", '{"a":[1,null]}'],
        ["PUT", "/text", "ü", "text/plain; charset=utf-8", "ü"],
        ["PATCH", "/no", false, "application/json", "false"],
        ["DELETE", "/agents/../x", undefined, null, ""],
      ] as const
    ) {
      await fetched(sidecar, { method, path, ...(body === undefined ? {} : { body }) });
      const request = requests.at(-1);
      assert(request !== undefined);
      const { url, headers } = request;
      assertEquals([request.method, await request.text()], [method, sent]);
      assertEquals(
        url.replace(sidecar.url ?? "", ""),
        path === "/agents/../x" ? "/x" : path.replace("#y", ""),
      );
      assertEquals([headers.get("authorization"), headers.get("content-type")], ["Bearer T", type]);
    }
  }, "T"));

Deno.test("fetchFromSidecar() sends no token where the sidecar has none", () =>
  withHttpSidecar(() => Response.json({}), async ({ sidecar, requests }) => {
    await fetched(sidecar, get("/"));
    assertEquals(requests.map(({ headers }) => headers.get("authorization")), [null]);
  }));

Deno.test("fetchFromSidecar() gives status, some headers, and the body as JSON where it is JSON", () => {
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  const answers: Readonly<Record<string, readonly [Response, Partial<HttpAnswer>]>> = {
    "/json": [Response.json({ a: 1 }, { status: 201, headers: { location: "/b", "x-secret": "s" } }), {
      status: 201,
      headers: { "content-type": "application/json", location: "/b" },
      body: { a: 1 },
    }],
    "/problem": [
      new Response("[1]", {
        status: 422,
        headers: { "content-type": "application/problem+json; charset=utf-8" },
      }),
      { status: 422, body: [1] },
    ],
    "/text": [new Response("{}"), { status: 200, body: "{}" }],
    "/broken": [new Response("{", { headers: { "content-type": "application/json" } }), {
      status: 200,
      body: "{",
    }],
    "/deep": [new Response(deep, { headers: { "content-type": "application/json" } }), {
      status: 200,
      body: deep,
    }],
    "/empty": [new Response(null, { status: 204 }), { status: 204, headers: {}, body: "" }],
    // It could lead anywhere.
    "/elsewhere": [new Response(null, { status: 302, headers: { location: "http://192.0.2.1/" } }), {
      status: 302,
      headers: { location: "http://192.0.2.1/" },
    }],
  };
  return withHttpSidecar(
    (request) => answers[new URL(request.url).pathname]?.[0] ?? Response.error(),
    async ({ sidecar }) => {
      for (const [path, [, expected]] of Object.entries(answers)) {
        const answer = await fetched(sidecar, get(path));
        assertEquals({ ...answer, ...expected }, answer, path);
      }
    },
  );
});

Deno.test("fetchFromSidecar() reaches nobody but the sidecar", () =>
  withHttpSidecar(() => Response.json({}), async ({ sidecar, requests }) => {
    const { port } = new URL(sidecar.url ?? "");
    for (
      const path of [
        "//192.0.2.1/",
        "/\\192.0.2.1/",
        "\\\\192.0.2.1/",
        "http://192.0.2.1/",
        `//user@127.0.0.1:${port}1/`,
        "/\t/192.0.2.1/",
      ]
    ) {
      assertEquals(await whyNot(fetched(sidecar, get(path))), {
        about: "sidecar",
        kind: "no-http",
        name: "agents",
      }, path);
    }
    for (const url of [null, "tcp://127.0.0.1:1", "unix:/x"]) {
      assertEquals(
        (await whyNot(fetched({ ...sidecar, url }, get("/"))) as { kind: string }).kind,
        "no-http",
      );
    }
    assertEquals(requests.length, 0);
  }));

Deno.test("fetchFromSidecar() holds no body of more than 8 MB", () => {
  let isCancelled = false;
  const part = new Uint8Array(1 << 20);
  const body = () =>
    new ReadableStream({
      pull: (controller) => controller.enqueue(part),
      cancel: () => void (isCancelled = true),
    });
  return withHttpSidecar(() => new Response(body()), async ({ sidecar }) => {
    assertEquals(await whyNot(fetched(sidecar, get("/"))), {
      about: "sidecar",
      kind: "too-large",
      name: "agents",
      bytes: 8 * 1024 * 1024,
    });
    while (!isCancelled) await real.sleep(1);
  });
});

Deno.test("fetchFromSidecar() says how a connection failed, without the address", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sidecar = {
    name: "agents",
    url: `http://127.0.0.1:${listener.addr.port}`,
    ...{ token: null, rpc: null, ended: signal, lastWordsMs: 5_000 },
  };
  const cut = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(4096));
    await connection.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort"));
  })();
  assertEquals(await whyNot(fetched(sidecar, get("/secret"))), { about: "sidecar", kind: "connection-lost" });
  await cut;
  listener.close();
  const why = await whyNot(fetched(sidecar, get("/secret")));
  assert(why.about === "sidecar" && why.kind === "no-connection" && why.why.about === "system");
  assert(/refused/i.test(why.why.text) && !why.why.text.includes("secret"), why.why.text);
});

Deno.test("openSidecarStream() takes nothing but a stream of events", () => {
  const answers: Readonly<Record<string, () => Response>> = {
    "/missing": () => new Response("no such agent", { status: 404 }),
    "/json": () => Response.json({}),
    "/moved": () => new Response(null, { status: 307, headers: { location: "/stream" } }),
    "/stream": () =>
      new Response("data: 1\n\n", { headers: { "content-type": "text/event-stream; charset=utf-8" } }),
  };
  return withHttpSidecar(
    (request) => answers[new URL(request.url).pathname]?.() ?? Response.error(),
    async ({ sidecar, requests }) => {
      const http = real.httpClient({});
      const open = (path: string) => openSidecarStream(http, sidecar, path, signal);
      try {
        assertEquals(await whyNot(open("/missing")), { about: "sidecar", kind: "odd-status", status: 404 });
        assertEquals(await whyNot(open("/json")), { about: "sidecar", kind: "odd-answer" });
        assertEquals(await whyNot(open("/moved")), { about: "sidecar", kind: "odd-status", status: 307 });
        assertEquals(await new Response(await open("/stream")).text(), "data: 1\n\n");
        assertEquals(requests.at(-1)?.headers.get("accept"), "text/event-stream");
      } finally {
        http.close();
      }
    },
  );
});
