/** What `doctor`, as a process, says of SSL_CERT_FILE: only the runtime's own TLS shows what effect it has. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { startConnectProxy } from "../../net/proxies.ts";
import { startServer } from "../../net/servers.ts";
import { authority, closing, HIDDEN_HOST, leaf, OK } from "../../net/stage.ts";
import { type Account, json, newAccount } from "../../support/program.ts";
import { said } from "./stage.ts";
import type { Check } from "../../../src/commands/doctor/check.ts";

async function seen(
  account: Account,
  variables: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const before = { ...account.env };
  Object.assign(account.env, variables);
  const { checks } = json(await account.run("doctor", "--json")) as { checks: Check[] };
  for (const name of Object.keys(account.env)) Reflect.deleteProperty(account.env, name);
  Object.assign(account.env, before);
  return ["endpoint", "certificate"].map((name) => said(checks.find((check) => check.name === name)));
}

const NO_TLS =
  "problem: no TLS connection can be made: the authorities to trust cannot be read -> see the next lines";
const CORRECT = " -> correct SSL_CERT_FILE, or take it away";

Deno.test("doctor finds an SSL_CERT_FILE that takes all TLS away, and does not blame the network for it", () =>
  closing(startServer(OK, leaf), async ({ port }) => {
    await using account = await newAccount({ CLAUDEMINDER_USAGE_URL: `https://localhost:${port}/usage` });
    const [own, empty] = [`${account.folder}/ca.pem`, `${account.folder}/empty.pem`];
    await Deno.writeTextFile(own, authority.pem);
    await Deno.writeTextFile(
      empty,
      "nothing\n-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n",
    );
    await account.writeSettings(`[usage]\nca_file = "${own}"\n`);

    const missing = { SSL_CERT_FILE: "/nonexistent/ca.pem" };
    const isMissing = `problem: SSL_CERT_FILE names /nonexistent/ca.pem, which is not there${CORRECT}`;
    assertEquals(await seen(account, missing), [NO_TLS, isMissing]);
    assertEquals(await seen(account, { SSL_CERT_FILE: account.folder }), [
      NO_TLS,
      `problem: SSL_CERT_FILE names ~, which cannot be read${CORRECT}`,
    ]);
    assertEquals(await seen(account, { SSL_CERT_FILE: "" }), [
      NO_TLS,
      `problem: SSL_CERT_FILE is set, and names no file${CORRECT}`,
    ]);
    const damages = [
      "-----BEGIN CERTIFICATE-----\naGVs",
      "-----BEGIN X-----\n!\n-----END X-----\n",
      "-----BEGIN \n",
    ];
    for (const damage of damages) {
      await Deno.writeTextFile(`${account.folder}/damaged.pem`, authority.pem + damage);
      assertEquals(await seen(account, { SSL_CERT_FILE: `${account.folder}/damaged.pem` }), [
        NO_TLS,
        `problem: SSL_CERT_FILE names ~/damaged.pem, which is damaged: a part of it is cut off, or not base64${CORRECT}`,
      ]);
    }
    // What else is trusted still is.
    const [reached, useless] = await seen(account, { SSL_CERT_FILE: empty });
    assertMatch(reached ?? "", /^ok: localhost:\d+ can be reached/);
    assertEquals(
      useless,
      "problem: SSL_CERT_FILE names ~/empty.pem, which holds no certificate in PEM form; " +
        `issued by "Test authority"; trusted by usage.ca_file ~/ca.pem; no pins${CORRECT}`,
    );
    // Then the runtime does not look at it.
    const [straight, fine] = await seen(account, { ...missing, DENO_TLS_CA_STORE: "mozilla" });
    assertMatch(straight ?? "", /^ok: /);
    assertEquals(fine, 'ok: issued by "Test authority"; trusted by usage.ca_file ~/ca.pem; no pins');
    // Another way to the server.
    await closing(startConnectProxy({ reach: port }), async (proxy) => {
      const through = {
        ...missing,
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
        CLAUDEMINDER_USAGE_URL: `https://${HIDDEN_HOST}/usage`,
      };
      assertEquals(await seen(account, through), [NO_TLS, isMissing]);
    });
  }));

Deno.test("doctor says whose authorities are trusted by SSL_CERT_FILE, and nothing of SSL_CERT_DIR", () =>
  closing(startServer(OK, leaf), async ({ port }) => {
    await using account = await newAccount({ CLAUDEMINDER_USAGE_URL: `https://localhost:${port}/usage` });
    const folder = `${account.folder}/authorities`;
    await Deno.mkdir(folder);
    await Deno.writeTextFile(`${folder}/ca.pem`, authority.pem);
    const [reached, trusted] = await seen(account, { SSL_CERT_FILE: `${folder}/ca.pem` });
    assertMatch(reached ?? "", /^ok: localhost:\d+ can be reached/);
    assertEquals(
      trusted,
      'ok: issued by "Test authority"; trusted by the authorities of system, mozilla; ' +
        "the system's are those in ~/authorities/ca.pem, by SSL_CERT_FILE; no pins",
    );
    // The runtime does not trust what is there, by whatever name.
    const hash = new Deno.Command("openssl", { args: ["rehash", folder] });
    assertEquals((await hash.output()).success, true);
    const [, untrusted] = await seen(account, { SSL_CERT_DIR: folder });
    assertMatch(
      untrusted ?? "",
      /^problem: the certificate of localhost is not trusted; [^;]*authority" -> if /,
    );
    const [, useless] = await seen(account, { SSL_CERT_FILE: "/dev/null" });
    assertMatch(
      useless ?? "",
      /^problem: SSL_CERT_FILE names \/dev\/null, which holds no .*; the certificate of localhost is not trusted; .* -> correct /,
    );
  }));
