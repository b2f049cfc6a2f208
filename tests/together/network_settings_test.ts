/**
 * What the environment, and Claude Code's settings, say of the network: the program as a process (src/main.ts, src/net/) follows it,
 * or says what is wrong with it.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startConnectProxy } from "../net/proxies.ts";
import { startServer } from "../net/servers.ts";
import { authority, closing, HIDDEN_HOST, leaf, saying } from "../net/stage.ts";
import { type Account, end, json, julyBody, newAccount } from "../support/program.ts";

const body = JSON.stringify(julyBody());
const usage = saying(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${
    new TextEncoder().encode(body).length
  }\r\n\r\n${body}`,
);

async function claudeSettings(account: Account, env: Readonly<Record<string, string>>): Promise<void> {
  await Deno.mkdir(`${account.folder}/.claude`, { recursive: true });
  await Deno.writeTextFile(`${account.folder}/.claude/settings.json`, JSON.stringify({ env }));
}

async function checks(account: Account): Promise<Readonly<Record<string, string>>> {
  const { checks } = JSON.parse((await account.run("doctor", "--json")).stdout);
  const list: readonly { name: string; result: string; detail: string }[] = checks;
  return Object.fromEntries(list.map(({ name, result, detail }) => [name, `${result}: ${detail}`]));
}

Deno.test("proxy and authorities in Claude Code's settings are used, a change at the next question, and doctor names them", () =>
  closing(
    startServer(usage, leaf),
    ({ port }) =>
      closing(
        startConnectProxy({ reach: port, credentials: { username: "me", password: "hidden-word" } }),
        async (proxy) => {
          await using account = await newAccount({ CLAUDEMINDER_USAGE_URL: `https://${HIDDEN_HOST}/usage` });
          await account.signIn();
          await Deno.writeTextFile(`${account.folder}/ca.pem`, authority.pem);
          assertEquals(json(await account.run("get_usage")).offline, true);
          const through = { HTTPS_PROXY: `http://me:hidden-word@127.0.0.1:${proxy.port}` };
          await claudeSettings(account, through);
          assertEquals(json(await account.run("get_usage")).certificate, true);
          await claudeSettings(account, { ...through, NODE_EXTRA_CA_CERTS: `${account.folder}/ca.pem` });
          assert("five_hour" in json(await account.run("get_usage")));
          const { proxy: way = "", certificate = "" } = await checks(account);
          assertEquals(
            way,
            `ok: http://127.0.0.1:${proxy.port}, from HTTPS_PROXY in ~/.claude/settings.json`,
          );
          assertStringIncludes(
            certificate,
            "also trusted: those in ~/ca.pem, by NODE_EXTRA_CA_CERTS in ~/.claude/settings.json",
          );
          assert(!JSON.stringify(await checks(account)).includes("hidden-word"));
          // The person's own environment counts more.
          account.env.HTTPS_PROXY = "http://127.0.0.1:1";
          assertEquals(json(await account.run("refresh_usage")).offline, true);
        },
      ),
  ));

const wrong: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ DENO_CERT: "/nonexistent.pem" }, 'DENO_CERT "/nonexistent.pem" does not exist'],
  [
    { DENO_TLS_CA_STORE: "bogus" },
    'DENO_TLS_CA_STORE must be system, mozilla or both with a comma between them, got "bogus"',
  ],
  [{ SSL_CERT_FILE: "/nonexistent.pem" }, 'SSL_CERT_FILE "/nonexistent.pem" does not exist'],
];
for (const [env, why] of wrong) {
  Deno.test(`the program says ${why}, and answers its own commands`, () =>
    closing(startServer(usage, leaf), async ({ port }) => {
      await using account = await newAccount({
        ...env,
        CLAUDEMINDER_USAGE_URL: `https://localhost:${port}/usage`,
      });
      await account.signIn();
      assertEquals(json(await account.run("get_usage")), { error: why });
      const program = account.start("run", "--headless");
      while (!(await account.run("call", "usage.get")).stdout.includes(JSON.stringify(why).slice(1, -1))) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assertMatch((await account.run("status")).stdout, /^claudeminder: /);
      assertStringIncludes((await account.run("status")).stdout, why);
      assertMatch(Object.values(await checks(account)).join("\n"), new RegExp(Object.keys(env)[0] ?? "?"));
      assertEquals((await account.run("quit")).code, 0);
      assertEquals((await end(program)).code, 0);
    }));
}
