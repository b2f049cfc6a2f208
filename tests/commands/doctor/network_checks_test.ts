/** What `doctor` says of the way to the endpoint, of its certificate, and of this machine's clock. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { newAuthority } from "../../net/certificates.ts";
import { startConnectProxy } from "../../net/proxies.ts";
import { type Peer, startServer, type TestServer } from "../../net/servers.ts";
import { authority, closing, HIDDEN_HOST, leaf } from "../../net/stage.ts";
import { newStage, said, type Stage } from "./stage.ts";

const AGENTS = "[opencode]\nenabled = false\n";
/** A key that no server has. */
const OTHER_PIN = `sha256/${"A".repeat(43)}=`;

/** A server whose answer says that it is as much later there, in seconds; null = it has no date. */
function answering(laterS: number | null, more = ""): (peer: Peer) => Promise<void> {
  return async (peer) => {
    await peer.head();
    const date = laterS === null ? "" : `date: ${new Date(Date.now() + laterS * 1000).toUTCString()}\r\n`;
    await peer.write(`HTTP/1.1 404 Not Found\r\n${date}${more}content-length: 2\r\n\r\n{}`);
  };
}

async function settings(stage: Stage, usage: string, withAuthority = true): Promise<void> {
  await stage.write(`${stage.home}/ca.pem`, authority.pem);
  const caFile = withAuthority ? `ca_file = "${stage.home}/ca.pem"\n` : "";
  await stage.write(stage.configFile, `[usage]\n${caFile}${usage}\n${AGENTS}`);
}

async function seen(stage: Stage): Promise<Record<string, string>> {
  const { checks } = await stage.json();
  const names = ["proxy", "endpoint", "certificate", "clock"];
  return Object.fromEntries(names.map((name) => [name, said(checks.find((check) => check.name === name))]));
}

/** A server, a stage that asks it, and what is said. */
async function onServer(
  server: TestServer,
  prepare: (stage: Stage) => Promise<void> | void,
  work: (lines: Record<string, string>, server: TestServer) => void,
): Promise<void> {
  await closing(server, async () => {
    await using stage = await newStage();
    stage.usageUrl = `https://localhost:${server.port}/usage`;
    await prepare(stage);
    work(await seen(stage), server);
  });
}

Deno.test("doctor() says how the endpoint was reached and by what its certificate was trusted", () =>
  onServer(startServer(answering(0), leaf), (stage) => settings(stage, ""), (lines, { received }) => {
    assertMatch(lines.endpoint ?? "", /^ok: localhost:\d+ can be reached, straight, in \d+ ms$/);
    assertEquals(lines.proxy, "ok: none: loopback");
    assertEquals(
      lines.certificate,
      'ok: issued by "Test authority"; trusted by usage.ca_file ~/ca.pem; no pins',
    );
    assertMatch(lines.clock ?? "", /^ok: right, to within [12] s of the server's$/);
    // One request, for the front page, and nothing of a person in it.
    const requests = received.filter((text) => text !== "");
    assertEquals(requests.length, 1);
    assertMatch(requests[0] ?? "", /^GET \/ HTTP\/1\.1\r\n/);
    assert(!/authorization|cookie/i.test(requests[0] ?? ""));
  }));

Deno.test("doctor() tells a certificate that is not trusted, who issued it, and sends nothing", () =>
  onServer(startServer(answering(0), leaf), () => {}, (lines, { received }) => {
    assertEquals(
      lines.endpoint,
      "problem: the certificate of localhost is not trusted -> see the next lines",
    );
    assertMatch(
      lines.certificate ?? "",
      /^problem: the certificate of localhost is not trusted; issued by "Test authority" -> if your company .*usage\.ca_file.*SSL_CERT_FILE/,
    );
    assertMatch(
      lines.clock ?? "",
      /^warning: could not be checked: there is no answer of the server -> first /,
    );
    assertEquals(received.join(""), "");
  }));

Deno.test("doctor() tells a certificate whose time is over, with the clock as the first thing to look at", async () => {
  const expired = await authority.issue(["localhost"], { expired: true });
  await onServer(
    startServer(answering(0), expired),
    (stage) => settings(stage, ""),
    ({ certificate = "" }) => {
      assertMatch(
        certificate,
        /; it holds from 20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d, by this clock not now -> check date and time /,
      );
    },
  );
});

Deno.test("doctor() tells whether a pin matches", async () => {
  const pins = (list: readonly string[]) => (stage: Stage) =>
    settings(stage, `pins = ${JSON.stringify(list)}`);
  await onServer(
    startServer(answering(0), leaf),
    pins([OTHER_PIN, leaf.pin]),
    ({ certificate, clock = "" }) => {
      assertEquals(
        certificate,
        'ok: issued by "Test authority"; trusted by usage.ca_file ~/ca.pem; matches one of usage.pins (2 there)',
      );
      assertMatch(clock, /^ok: right/);
    },
  );
  await onServer(startServer(answering(0), leaf), pins([OTHER_PIN]), ({ certificate = "" }, { received }) => {
    assertMatch(
      certificate,
      /^problem: the certificate of localhost is not one of those in usage\.pins; issued by "Test authority" -> if the server's key was renewed/,
    );
    assertEquals(received.join(""), "");
  });
});

Deno.test("doctor() shows control characters of an issuer's name as nothing", async () => {
  const strange = await newAuthority("Evil\u001b[31m \u202eCA");
  const certificate = await strange.issue(["localhost"]);
  await onServer(startServer(answering(0), certificate), () => {}, (lines) => {
    assertMatch(lines.certificate ?? "", /; issued by "Evil[^\p{C}]*CA" -> /u);
  });
});

Deno.test("doctor() says through which proxy and from which variable, never with whose login", async () => {
  const server = startServer(answering(0), leaf);
  await closing(server, async () => {
    const credentials = { username: "marked-user", password: "marked-password" };
    const proxy = startConnectProxy({ reach: server.port, credentials });
    await closing(proxy, async () => {
      await using stage = await newStage();
      stage.usageUrl = `https://${HIDDEN_HOST}/usage`;
      await settings(stage, "");
      stage.env.HTTPS_PROXY = `http://marked-user:marked-password@127.0.0.1:${proxy.port}`;
      const lines = await seen(stage);
      const address = `http://127.0.0.1:${proxy.port}`;
      assertEquals(lines.proxy, `ok: ${address}, from HTTPS_PROXY`);
      assertMatch(
        lines.endpoint ?? "",
        new RegExp(`^ok: api\\.test can be reached, through ${address}, in \\d+ ms$`),
      );
      assertMatch(lines.certificate ?? "", /^ok: issued by "Test authority"; trusted by usage\.ca_file/);
      assertMatch(lines.clock ?? "", /^ok: right/);
      assert(proxy.targets.every((target) => target === `${HIDDEN_HOST}:443`));

      stage.env.HTTPS_PROXY = `http://marked-user:marked-wrong@127.0.0.1:${proxy.port}`;
      const refused = await seen(stage);
      assertEquals(
        refused.endpoint,
        "problem: HTTPS_PROXY: the proxy refuses the user name and password -> correct that setting",
      );
      stage.env.HTTPS_PROXY = "ftp://marked-user:marked-password@127.0.0.1";
      const bad = await seen(stage);
      assertMatch(
        bad.proxy ?? "",
        /^problem: HTTPS_PROXY has the scheme "ftp"; .* -> correct the value, or set usage\.proxy$/,
      );
      stage.env.HTTPS_PROXY = "http://marked-user:marked-password@127.0.0.1:9";
      const down = await seen(stage);
      assertMatch(
        down.endpoint ?? "",
        /^problem: offline: the proxy cannot be reached -> check that the proxy runs/,
      );
      assertEquals(JSON.stringify([lines, refused, bad, down]).includes("marked"), false);
    });
  });
});

/** How much later it is at the server, in seconds; what else is in its answer's head. */
const clocks: readonly (readonly [number | null, string, RegExp])[] = [
  [0, "", /^ok: right, to within [12] s of the server's$/],
  [-50, "", /^ok: right, to within (49|5[01]) s of the server's$/],
  [
    -90,
    "",
    /^warning: this machine's clock is (89|9[01]) s fast: .* -> turn time synchronisation on: `timedatectl set-ntp true`$/,
  ],
  [90, "", /^warning: this machine's clock is (89|9[01]) s slow: /],
  [-3725, "", /^warning: this machine's clock is 62 minutes fast: /],
  [320, "", /^warning: this machine's clock is 5 minutes slow: /],
  [-2_711_661, "", /^warning: this machine's clock is 31 days fast: /],
  // Out of a cache: its date is old, and it says by how much.
  [-600, "age: 600\r\n", /^ok: right, to within [12] s /],
  [null, "", /^ok: could not be compared: the server's answer has no date$/],
];
for (const [laterS, head, expected] of clocks) {
  Deno.test(`doctor() compares the clock with a server's that is ${laterS ?? "?"} s later ${head.trim()}`, () =>
    closing(startServer(answering(laterS, head)), async ({ port }) => {
      await using stage = await newStage();
      stage.usageUrl = `http://127.0.0.1:${port}/usage`;
      const lines = await seen(stage);
      assertMatch(lines.clock ?? "", expected);
      assertEquals(lines.certificate, "ok: none: the address is on this machine and has no TLS");
    }));
}

Deno.test("doctor() has a remedy for each way of being offline", async () => {
  await using stage = await newStage();
  stage.usageUrl = "https://no-such-host.invalid/usage";
  assertMatch(
    (await seen(stage)).endpoint ?? "",
    /^problem: offline: the server's name cannot be resolved -> check the network; /,
  );
  stage.usageUrl = "https://127.0.0.1:9/usage";
  assertMatch(
    (await seen(stage)).endpoint ?? "",
    /^problem: offline: the connection was refused -> check whether a firewall /,
  );
});

Deno.test("doctor() takes half of the way there and back for the way of the server's clock", () => {
  let lateMs = 0;
  // While it is asked, 200 s go by; the server looks at its clock after 100 of them.
  const server = startServer(async (peer) => {
    await peer.head();
    const date = new Date(Date.now() + 100_000).toUTCString();
    lateMs = 200_000;
    await peer.write(`HTTP/1.1 404 Not Found\r\ndate: ${date}\r\ncontent-length: 2\r\n\r\n{}`);
  });
  return closing(server, async ({ port }) => {
    await using stage = await newStage();
    stage.usageUrl = `http://127.0.0.1:${port}/usage`;
    stage.host = { now: () => Date.now() + lateMs };
    assertMatch((await seen(stage)).clock ?? "", /^ok: right, to within [123] s /);
  });
});

Deno.test("doctor() names the variable whose address cannot be asked, and takes it for no proxy's fault", async () => {
  await using stage = await newStage();
  const remedy = "correct CLAUDEMINDER_USAGE_URL, or take it away";
  for (const address of ["nonsense", "ftp://marked/x"]) {
    stage.usageUrl = address;
    const lines = await seen(stage);
    const unknown =
      "warning: could not be checked: there is no address to ask -> first mend what stands at the endpoint";
    assertEquals([lines.proxy, lines.certificate, lines.clock], [unknown, unknown, unknown]);
    assertEquals(lines.endpoint, `problem: the address to ask is not an https URL -> ${remedy}`);
  }
  stage.usageUrl = "http://endpoint.invalid/usage";
  assertEquals(
    (await seen(stage)).endpoint,
    "problem: the address to ask, on endpoint.invalid, has to be an https URL: a token would go in the clear" +
      ` -> ${remedy}`,
  );
});

Deno.test("doctor() cuts an issuer's name that is too long for a line", async () => {
  const long = await newAuthority(`${"A".repeat(60)}/O=${"B".repeat(60)}`);
  await onServer(startServer(answering(0), await long.issue(["localhost"])), () => {}, (lines) => {
    assertMatch(
      lines.certificate ?? "",
      new RegExp(`; issued by "${"A".repeat(60)}, ${"B".repeat(18)}" -> `),
    );
  });
});
