/** Requests through real proxies on loopback to a server that only they can find. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { newAuthority } from "./certificates.ts";
import { startConnectProxy, startSocksProxy } from "./proxies.ts";
import { startServer } from "./servers.ts";
import {
  ask,
  authority,
  bodyOf,
  closing,
  failureOf,
  HIDDEN_HOST,
  leaf,
  netWith,
  OK,
  TOKEN,
} from "./stage.ts";
import { withServer } from "./stage.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const URL_BEHIND = `https://${HIDDEN_HOST}/api/usage`;
const CREDENTIALS = { username: "us er", password: "p@ss:w/ö#%" };
const LOGIN = `${encodeURIComponent(CREDENTIALS.username)}:${encodeURIComponent(CREDENTIALS.password)}@`;

/** How to start each kind of proxy, and the schemes that it is asked under. */
const KINDS = [
  { start: startConnectProxy, schemes: ["http"] },
  { start: startSocksProxy, schemes: ["socks5", "socks5h", "socks"] },
] as const;

Deno.test("request() goes through CONNECT and SOCKS5 proxies, and they resolve the name", async () => {
  for (const { start, schemes } of KINDS) {
    await withServer(OK, ({ port, received }) =>
      closing(start({ reach: port }), async (proxy) => {
        for (const scheme of schemes) {
          const net = netWith({ env: { HTTPS_PROXY: `${scheme}://127.0.0.1:${proxy.port}` } });
          assertEquals(bodyOf(await ask(net, URL_BEHIND)), "ok");
          assertEquals(await net.probe(URL_BEHIND), null);
        }
        assertEquals(new Set(proxy.targets), new Set([`${HIDDEN_HOST}:443`]));
        assertEquals(proxy.targets.length, 2 * schemes.length);
        assertEquals(received.filter((text) => text.includes(TOKEN)).length, schemes.length);
        // What goes by is sealed: the proxy sees neither path nor token.
        assertEquals(proxy.received.join("").includes("marked-token"), false);
        assertEquals(proxy.received.join("").includes("/api/usage"), false);
      }));
  }
});

Deno.test("request() logs in to CONNECT and SOCKS5 proxies, with any characters", async () => {
  for (const { start, schemes } of KINDS) {
    await withServer(
      OK,
      ({ port }) =>
        closing(start({ reach: port, credentials: CREDENTIALS }), async (proxy) => {
          for (const scheme of schemes) {
            const net = netWith({ env: { ALL_PROXY: `${scheme}://${LOGIN}127.0.0.1:${proxy.port}` } });
            assertEquals(bodyOf(await ask(net, URL_BEHIND)), "ok", scheme);
            assertEquals(await net.probe(URL_BEHIND), null);
          }
        }),
    );
  }
});

Deno.test("request() tells a login that a proxy wants or refuses, and shows none of it", async () => {
  for (const { start, schemes: [scheme] } of KINDS) {
    await withServer(
      OK,
      ({ port, received }) =>
        closing(start({ reach: port, credentials: CREDENTIALS }), async (proxy) => {
          const none = netWith({ env: { all_proxy: `${scheme}://127.0.0.1:${proxy.port}` } });
          const wants = "setting: all_proxy: the proxy wants a user name and password";
          assertEquals(failureOf(await ask(none, URL_BEHIND)), wants);
          const wrong = netWith({ settings: { proxy: `${scheme}://user:wrong@127.0.0.1:${proxy.port}` } });
          const refuses = "setting: usage.proxy: the proxy refuses the user name and password";
          assertEquals(failureOf(await ask(wrong, URL_BEHIND)), refuses);
          assertEquals((await wrong.probe(URL_BEHIND))?.kind, "setting");
          assertEquals([received, proxy.targets], [[], []]);
        }),
    );
  }
});

Deno.test("request() goes through a proxy that itself speaks TLS", () =>
  withServer(
    OK,
    ({ port }) =>
      closing(startConnectProxy({ reach: port, tls: leaf, credentials: CREDENTIALS }), async (proxy) => {
        const net = netWith({ env: { HTTPS_PROXY: `https://${LOGIN}127.0.0.1:${proxy.port}` } });
        assertEquals(bodyOf(await ask(net, URL_BEHIND)), "ok");
        assertEquals(await net.probe(URL_BEHIND), null);
        const wrong = netWith({ env: { HTTPS_PROXY: `https://127.0.0.1:${proxy.port}` } });
        assertEquals(failureOf(await ask(wrong, URL_BEHIND)), "offline/proxy");
        const unknown = netWith({
          env: { HTTPS_PROXY: `https://127.0.0.1:${proxy.port}` },
          settings: { caFile: "" },
        });
        assertEquals(failureOf(await ask(unknown, URL_BEHIND)), "certificate/untrusted");
        const down = netWith({ env: { HTTPS_PROXY: "https://127.0.0.1:1" } });
        assertEquals(failureOf(await ask(down, URL_BEHIND)), "offline/proxy");
      }),
  ));

Deno.test("request() goes straight to what NO_PROXY names", () =>
  closing(startConnectProxy({ reach: null }), async (proxy) => {
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, no_proxy: "example.org, .test" };
    // Straight on, nobody knows the name.
    assertEquals(failureOf(await ask(netWith({ env }), URL_BEHIND)), "offline/dns");
    assertEquals(proxy.received, []);
  }));

Deno.test("request() and probe() tell a proxy that is down, silent, no proxy, or cut off itself", async () => {
  for (const { start, schemes: [scheme] } of KINDS) {
    const cases = [
      [start({ reach: null }), "offline/proxy"],
      [startServer(() => Promise.resolve()), "offline/proxy"],
      [startServer((peer) => peer.write("SSH-2.0-OpenSSH_9.2\r\n\r\n")), "offline/proxy"],
      [startServer(async (peer) => void await peer.bytes(1_000_000)), "offline/timeout"],
      [startServer((peer) => peer.write("x".repeat(100_000))), "offline/proxy"],
    ] as const;
    for (const [server, expected] of cases) {
      await closing(server, async ({ port }) => {
        const net = netWith({ env: { HTTPS_PROXY: `${scheme}://127.0.0.1:${port}` } });
        const timeoutMs = expected === "offline/timeout" ? 150 : 5_000;
        assertEquals(failureOf(await ask(net, URL_BEHIND, { timeoutMs })), expected);
      });
    }
    const down = startServer(OK);
    await down.close();
    const net = netWith({ env: { HTTPS_PROXY: `${scheme}://127.0.0.1:${down.port}` } });
    assertEquals(failureOf(await ask(net, URL_BEHIND)), "offline/proxy");
    assertEquals(await net.probe(URL_BEHIND), { kind: "offline", how: "proxy" });
    const nowhere = netWith({ env: { HTTPS_PROXY: `${scheme}://no-such-host.invalid:3128` } });
    assertEquals(failureOf(await ask(nowhere, URL_BEHIND)), "offline/proxy");
  }
});

Deno.test("request() tells a proxy that inspects TLS under an authority of its own", async () => {
  const company = await newAuthority("Company");
  const forged = await company.issue([HIDDEN_HOST]);
  for (const { start, schemes: [scheme] } of KINDS) {
    await withServer(OK, ({ port, received }) =>
      closing(start({ reach: port }), async (proxy) => {
        const env = { HTTPS_PROXY: `${scheme}://127.0.0.1:${proxy.port}` };
        const failure = { kind: "certificate", how: "untrusted", host: HIDDEN_HOST } as const;
        assertEquals(await ask(netWith({ env }), URL_BEHIND), { kind: "failure", failure });
        assertEquals(await netWith({ env }).probe(URL_BEHIND), failure);
        assertEquals(received.join(""), "");
        // The remedy that the message names: the company's authority in usage.ca_file.
        const path = await Deno.makeTempFile({ prefix: "claudeminder-test-" });
        await Deno.writeTextFile(path, company.pem);
        assertEquals(bodyOf(await ask(netWith({ env, settings: { caFile: path } }), URL_BEHIND)), "ok");
        await Deno.remove(path);
      }), forged);
  }
});

Deno.test("request() reports a bad proxy value instead of going straight", () =>
  withServer(OK, async ({ port, received }) => {
    for (const value of ["nonsense", "ftp://user:hunter2@proxy", "http://[::1", "user:hunter2#@proxy:1"]) {
      const net = netWith({ env: { HTTPS_PROXY: value } });
      const failure = failureOf(await ask(net, `https://example.org:${port}/`));
      assertStringIncludes(failure, "setting: HTTPS_PROXY ");
      assert(!failure.includes("hunter2"));
      assertEquals((await net.probe(URL_BEHIND))?.kind, "setting");
    }
    assertEquals(received, []);
  }));

Deno.test("the program itself follows the environment as we read it, not as Deno does", () =>
  withServer(OK, ({ port, received }) =>
    closing(startConnectProxy({ reach: port }), async (proxy) => {
      const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
      try {
        await Deno.writeTextFile(`${folder}/ca.pem`, authority.pem);
        const source = (path: string) => JSON.stringify(import.meta.resolve(`../../src/${path}`));
        await Deno.writeTextFile(
          `${folder}/child.ts`,
          `import { denoHost } from ${source("host/deno_host.ts")};
          import { createNet } from ${source("net/net_client.ts")};
          const net = createNet(denoHost(), { proxy: "", caFile: Deno.args[0], pins: [] });
          const answers = [];
          for (const url of Deno.args.slice(1)) {
            const answer = await net.request(url, { headers: {}, timeoutMs: 5000 });
            answers.push(answer.kind === "response" ? answer.body : answer.failure);
          }
          console.log(JSON.stringify(answers));`,
        );
        const answersWith = async (env: Record<string, string>) => {
          const config = new URL("../../deno.json", import.meta.url).pathname;
          const args = [
            "run",
            "-A",
            "--no-check",
            "--config",
            config,
            `${folder}/child.ts`,
            `${folder}/ca.pem`,
          ];
          const child = await new Deno.Command(Deno.execPath(), {
            args: [...args, URL_BEHIND, `https://localhost:${port}/`],
            env: { HTTPS_PROXY: "", https_proxy: "", ALL_PROXY: "", all_proxy: "", NO_PROXY: "", ...env },
          }).output();
          const text = new TextDecoder();
          assertEquals(text.decode(child.stderr), "");
          return JSON.parse(text.decode(child.stdout));
        };
        // Deno itself would send the request to localhost to the proxy, and take "nonsense" for no proxy at all.
        assertEquals(await answersWith({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }), ["ok", "ok"]);
        assertEquals(proxy.targets, [`${HIDDEN_HOST}:443`]);
        const [bad, loopback] = await answersWith({ HTTPS_PROXY: "nonsense" });
        assertEquals([bad.kind, loopback], ["setting", "ok"]);
        assertStringIncludes(reasonEn(bad.why), "HTTPS_PROXY");
        assertEquals(received.length, 3);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    })));
