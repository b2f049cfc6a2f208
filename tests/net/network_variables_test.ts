/** What the environment and another program's settings say of the network, and which of them counts. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { proxyFor } from "../../src/net/proxy_choice.ts";
import { proxyUrl } from "../../src/net/proxy_address.ts";
import { firstSet, type OtherVariables } from "../../src/net/network_variables.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { networkVariables } from "../../src/providers/claude/network_settings.ts";
import { fakeHost } from "../support/fake_host.ts";
import { ask, leaf, netWith, OK, withServer } from "./stage.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const TARGET = new URL("https://api.anthropic.com/api/oauth/usage");
const FILE = "/home/p/.claude/settings.json";

function route(
  own: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
  configured = "",
): string {
  const way = proxyFor(TARGET, {
    configured,
    env: (name) => own[name],
    others: [{ file: FILE, values: others }],
  });
  return way.kind === "proxy" ? `${proxyUrl(way.proxy, false)} from ${way.from}` : way.kind;
}

Deno.test("proxyFor() takes the settings first, then the environment, then another program's variables", () => {
  const others = { HTTPS_PROXY: "http://claude:1" };
  assertEquals(route({}, others), `http://claude:1 from HTTPS_PROXY in ${FILE}`);
  assertEquals(route({ HTTPS_PROXY: "" }, others), `http://claude:1 from HTTPS_PROXY in ${FILE}`);
  assertEquals(route({ HTTPS_PROXY: "own:2" }, others), "http://own:2 from HTTPS_PROXY");
  assertEquals(route({ all_proxy: "own:2" }, others), "http://own:2 from all_proxy");
  assertEquals(route({}, others, "set:3"), "http://set:3 from usage.proxy");
  assertEquals(route({ NO_PROXY: "anthropic.com" }, others), "direct");
  assertEquals(route({ HTTPS_PROXY: "own:2" }, { NO_PROXY: "*" }), "direct");
  assertEquals(
    route({ HTTPS_PROXY: "own:2", NO_PROXY: "x" }, { NO_PROXY: "*" }),
    "http://own:2 from HTTPS_PROXY",
  );
});

Deno.test("firstSet() takes the others in their order", () => {
  const others: readonly OtherVariables[] = [
    { file: "managed", values: { A: "1" } },
    { file: "own", values: { A: "2", B: "3" } },
  ];
  const variables = { env: () => undefined, others };
  assertEquals(firstSet(variables, ["A"]), { from: "A in managed", value: "1" });
  assertEquals(firstSet(variables, ["B"]), { from: "B in own", value: "3" });
  assertEquals(firstSet(variables, ["C"]), null);
});

async function claudesOwn(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const { host } = fakeHost(0, { HOME: "/home/p", ...env });
  for (const [path, text] of Object.entries(files)) await host.files.write(path, text);
  return await networkVariables(host, linuxPlatform((name) => host.env(name), "x86_64"));
}

Deno.test("claudeVariables() gives what is about the network, of what is managed and of the person's own", async () => {
  const own = JSON.stringify({
    env: { HTTPS_PROXY: "http://p:1", no_proxy: "x", ANTHROPIC_API_KEY: "secret", HTTP_PROXY: 7 },
    model: "opus",
  });
  const managed = JSON.stringify({ env: { NODE_EXTRA_CA_CERTS: "/etc/ca.pem" } });
  assertEquals(await claudesOwn({ [FILE]: own, "/etc/claude-code/managed-settings.json": managed }), [
    { file: "/etc/claude-code/managed-settings.json", values: { NODE_EXTRA_CA_CERTS: "/etc/ca.pem" } },
    { file: FILE, values: { HTTPS_PROXY: "http://p:1", no_proxy: "x" } },
  ]);
  const parts = {
    "/etc/claude-code/managed-settings.d/10.json": managed,
    "/etc/claude-code/managed-settings.d/20.json": own,
  };
  assertEquals((await claudesOwn(parts)).map(({ file }) => file.slice(-7)), ["20.json", "10.json"]);
  const elsewhere = await claudesOwn({ "/home/p/work/settings.json": own, [FILE]: managed }, {
    CLAUDE_CONFIG_DIR: "~/work",
  });
  assertEquals(elsewhere.map(({ file }) => file), ["/home/p/work/settings.json"]);
});

for (
  const text of [
    "",
    "nonsense",
    "[]",
    '{"env": null}',
    '{"env": []}',
    '{"env": {"HTTPS_PROXY": null}}',
    '{"env": "x"}',
  ]
) {
  Deno.test(`claudeVariables() takes nothing from ${JSON.stringify(text)}`, async () => {
    assertEquals(await claudesOwn({ [FILE]: text }), []);
  });
}

/** Trusts no authority of its own but what variables name. */
function strange(env: Readonly<Record<string, string>>, others: readonly OtherVariables[] = []) {
  return netWith({ settings: { caFile: "", others: () => Promise.resolve(others) }, env });
}

Deno.test("request() trusts the authorities of NODE_EXTRA_CA_CERTS, its own or another program's, and sees a change", () =>
  withServer(OK, async ({ port }) => {
    const url = `https://localhost:${port}/`;
    const failed = async (net: ReturnType<typeof netWith>) => {
      const answer = await ask(net, url);
      return answer.kind === "failure" ? answer.failure : answer.kind;
    };
    const untrusted = { kind: "certificate", how: "untrusted", host: "localhost" } as const;
    assertEquals(await failed(strange({})), untrusted);
    assertEquals(await failed(strange({ NODE_EXTRA_CA_CERTS: "ca.pem" })), "response");
    const others = [{ file: FILE, values: { NODE_EXTRA_CA_CERTS: "ca.pem" } }];
    assertEquals(await failed(strange({}, others)), "response");
    assertEquals(await failed(strange({ NODE_EXTRA_CA_CERTS: "/nonexistent.pem" }, others)), {
      kind: "setting",
      why: {
        about: "network",
        kind: "authorities-missing",
        from: "NODE_EXTRA_CA_CERTS",
        path: "/nonexistent.pem",
      },
    });
    let now: readonly OtherVariables[] = [];
    const net = netWith({ settings: { caFile: "", others: () => Promise.resolve(now) } });
    assertEquals(await failed(net), untrusted);
    now = [{ file: FILE, values: { NODE_EXTRA_CA_CERTS: "/etc/hostname" } }];
    assertEquals(await failed(net), {
      kind: "setting",
      why: {
        about: "network",
        kind: "no-authorities",
        from: `NODE_EXTRA_CA_CERTS in ${FILE}`,
        path: "/etc/hostname",
      },
    });
    now = others;
    assertEquals(await failed(net), "response");
  }, leaf));

Deno.test("request() goes on with a NODE_EXTRA_CA_CERTS that cannot be read, where it is not needed", () =>
  withServer(OK, async ({ port }) => {
    const url = `https://localhost:${port}/`;
    assertEquals(
      (await ask(netWith({ env: { NODE_EXTRA_CA_CERTS: "/nonexistent.pem" } }), url)).kind,
      "response",
    );
  }, leaf));

const wrong: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ DENO_CERT: "/nonexistent.pem" }, 'DENO_CERT "/nonexistent.pem" does not exist'],
  [{ DENO_CERT: "/tmp" }, 'DENO_CERT "/tmp" cannot be read'],
  [
    { DENO_CERT: "/etc/hostname" },
    'DENO_CERT "/etc/hostname" holds no certificate in PEM form (BEGIN CERTIFICATE)',
  ],
  [
    { DENO_TLS_CA_STORE: "system,bogus" },
    'DENO_TLS_CA_STORE must be system, mozilla or both with a comma between them, got "bogus"',
  ],
];
for (const [env, why] of wrong) {
  Deno.test(`request() and probe() say ${why}`, () =>
    withServer(OK, async ({ port }) => {
      const url = `https://localhost:${port}/`;
      const net = netWith({ env });
      const answer = await ask(net, url);
      const failure = await net.probe(url);
      assert(failure?.kind === "setting");
      assertEquals(reasonEn(failure.why), why);
      assertEquals(answer, { kind: "failure", failure });
    }));
}
