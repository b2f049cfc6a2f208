/** Which proxy a URL goes through: tables that follow curl's conventions, and properties that hold for all values. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { proxyFor, type Route } from "../../src/net/proxy_choice.ts";
import { proxyUrl } from "../../src/net/proxy_address.ts";
import { anyText } from "../support/any_text.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

type Environment = Readonly<Record<string, string>>;

function routeOf(url: string, environment: Environment, configured = ""): Route {
  return proxyFor(new URL(url), { configured, env: (name) => environment[name] });
}

/** The way in short: `direct`, `bad`, or the proxy and who names it. */
function shortly(route: Route): string {
  return route.kind === "proxy" ? `${proxyUrl(route.proxy, true)} from ${route.from}` : route.kind;
}

const TARGET = "https://api.anthropic.com/api/oauth/usage";

Deno.test("proxyFor() takes the variable of the scheme, then ALL_PROXY, in either case", () => {
  const table: [Environment, string][] = [
    [{}, "direct"],
    [{ HTTPS_PROXY: "http://p:1" }, "http://p:1 from HTTPS_PROXY"],
    [{ https_proxy: "http://p:1" }, "http://p:1 from https_proxy"],
    [{ https_proxy: "http://p:1", HTTPS_PROXY: "http://q:2" }, "http://p:1 from https_proxy"],
    [{ ALL_PROXY: "socks5://p:1" }, "socks5h://p:1 from ALL_PROXY"],
    [{ all_proxy: "p:1", HTTPS_PROXY: "q:2" }, "http://q:2 from HTTPS_PROXY"],
    [{ HTTP_PROXY: "http://p:1" }, "direct"],
    [{ https_proxy: "", HTTPS_PROXY: "  ", all_proxy: "http://p:1" }, "http://p:1 from all_proxy"],
    [{ HTTPS_PROXY: "" }, "direct"],
  ];
  for (const [environment, expected] of table) {
    assertEquals(shortly(routeOf(TARGET, environment)), expected, JSON.stringify(environment));
  }
  assertEquals(shortly(routeOf("http://example.org/", { HTTP_PROXY: "p:1" })), "http://p:1 from HTTP_PROXY");
  assertEquals(shortly(routeOf("http://example.org/", { HTTPS_PROXY: "p:1" })), "direct");
});

Deno.test("proxyFor() lets what is configured beat the environment, exceptions included", () => {
  const environment = { HTTPS_PROXY: "http://p:1", NO_PROXY: "*" };
  assertEquals(shortly(routeOf(TARGET, environment, "q:2")), "http://q:2 from usage.proxy");
  assertEquals(shortly(routeOf(TARGET, { HTTPS_PROXY: "bad" }, "q:2")), "http://q:2 from usage.proxy");
  assertEquals(routeOf(TARGET, environment), { kind: "direct", because: "NO_PROXY" });
});

Deno.test("proxyFor() understands every usual spelling of a proxy", () => {
  const table: [string, string][] = [
    ["proxy:3128", "http://proxy:3128"],
    [" proxy.example.org:3128 ", "http://proxy.example.org:3128"],
    ["http://proxy", "http://proxy:80"],
    ["http://proxy:80", "http://proxy:80"],
    ["http://proxy:443", "http://proxy:443"],
    ["HTTP://Proxy:8080/", "http://proxy:8080"],
    ["https://proxy", "https://proxy:443"],
    ["https://proxy:80", "https://proxy:80"],
    ["socks5://proxy", "socks5h://proxy:1080"],
    ["socks5h://proxy:9050", "socks5h://proxy:9050"],
    ["socks://127.0.0.1:1080/", "socks5h://127.0.0.1:1080"],
    ["[::1]:3128", "http://[::1]:3128"],
    ["http://[fd00::1]", "http://[fd00::1]:80"],
    ["user:secret@proxy:3128", "http://user:secret@proxy:3128"],
    ["http://us%20er:p%40ss%3A@proxy:3128", "http://us%20er:p%40ss%3A@proxy:3128"],
    ["http://user:p@ss@proxy:3128", "http://user:p%40ss@proxy:3128"],
    ["socks5://user@proxy", "socks5h://user:@proxy:1080"],
  ];
  for (const [value, expected] of table) {
    assertEquals(shortly(routeOf(TARGET, { HTTPS_PROXY: value })), `${expected} from HTTPS_PROXY`, value);
  }
});

Deno.test("proxyFor() says which value is bad, and never shows a password", () => {
  const table: [string, string][] = [
    ["nonsense", "has no port"],
    ["true", "has no port"],
    ["1", "has no port"],
    ["proxy:0", "has no port"],
    ["ftp://user:hunter2@proxy:21", 'has the scheme "ftp"'],
    ["socks4://proxy:1080", 'has the scheme "socks4"'],
    ["http://", "is not an address"],
    ["http://:3128", "is not an address"],
    ["http://[::1", "is not an address"],
    ["::1:3128", "is not an address"],
    ["proxy:99999", "is not an address"],
    ["http://pro xy:3128", "is not an address"],
    ["http://user:hunter2@", "is not an address"],
    ["http://http://proxy:3128", "has something after the port"],
    ["http://user:hunter2#@proxy:3128", "is not an address"],
    ["http://user:80#hunter2@proxy:3128", "has something after the port"],
    ["http://proxy:3128/path", "has something after the port"],
    ["http://proxy:3128?hunter2", "has something after the port"],
    ["http://user:100%hunter2@proxy:3128", "is not percent-encoded"],
  ];
  for (const [value, what] of table) {
    const route = routeOf(TARGET, { HTTPS_PROXY: value });
    assert(route.kind === "bad", value);
    assertStringIncludes(reasonEn(route.why), "HTTPS_PROXY ");
    assertStringIncludes(reasonEn(route.why), what);
    assertStringIncludes(reasonEn(route.why), "allowed are HOST:PORT");
    assert(!reasonEn(route.why).includes("hunter2"), reasonEn(route.why));
  }
  assertEquals(routeOf(TARGET, {}, "nonsense"), {
    kind: "bad",
    why: { about: "network", kind: "proxy-no-port", from: "usage.proxy" },
  });
});

Deno.test("proxyFor() understands every usual spelling of an exception", () => {
  const table: [string, string, boolean][] = [
    ["https://api.anthropic.com/", "anthropic.com", true],
    ["https://api.anthropic.com/", ".anthropic.com", true],
    ["https://api.anthropic.com/", "*.anthropic.com", true],
    ["https://anthropic.com/", ".anthropic.com", true],
    ["https://api.anthropic.com/", "API.Anthropic.COM", true],
    ["https://api.anthropic.com./", "api.anthropic.com", true],
    ["https://api.anthropic.com/", "api.anthropic.com.", true],
    ["https://api.anthropic.com/", "pi.anthropic.com", false],
    ["https://notanthropic.com/", "anthropic.com", false],
    ["https://api.anthropic.com/", "example.org, api.anthropic.com", true],
    ["https://api.anthropic.com/", "example.org  api.anthropic.com", true],
    ["https://api.anthropic.com/", "example.org,,other.org", false],
    ["https://api.anthropic.com/", "*", true],
    ["https://api.anthropic.com/", "example.org,*", true],
    ["https://api.anthropic.com/", "", false],
    ["https://api.anthropic.com/", ".", false],
    ["https://api.anthropic.com/", "api.anthropic.com:443", true],
    ["https://api.anthropic.com/", "api.anthropic.com:8443", false],
    ["https://api.anthropic.com:8443/", ".anthropic.com:8443", true],
    ["https://10.1.2.3/", "10.1.2.3", true],
    ["https://10.1.2.3/", "10.1.2.3:443", true],
    ["https://10.1.2.3/", "10.1.2.3:444", false],
    ["https://10.1.2.3/", "10.0.0.0/8", true],
    ["https://10.1.2.3/", "10.1.0.0/17", true],
    ["https://10.1.200.3/", "10.1.0.0/17", false],
    ["https://11.1.2.3/", "10.0.0.0/8", false],
    ["https://10.1.2.3/", "1.2.3", false],
    ["https://10.1.2.3/", "0.0.0.0/0", true],
    ["https://10.1.2.3/", "10.1.2.3/99", true],
    ["https://[fd00::1]/", "fd00::/8", true],
    ["https://[fd00::1]/", "fd00:0::1", true],
    ["https://[fd00::1]:8443/", "[fd00::1]:8443", true],
    ["https://[fd00::1]/", "[fd00::1]:8443", false],
    ["https://[fe80::1]/", "fd00::/8", false],
    ["https://api.anthropic.com/", "10.0.0.0/8", false],
  ];
  for (const [url, exceptions, excepted] of table) {
    for (const name of ["NO_PROXY", "no_proxy"]) {
      const route = routeOf(url, { ALL_PROXY: "p:1", [name]: exceptions });
      assertEquals(route.kind, excepted ? "direct" : "proxy", `${url} with ${name}=${exceptions}`);
    }
  }
});

Deno.test("proxyFor() sends no loopback address through a proxy, whatever is set", () => {
  const loopback = [
    "127.0.0.1",
    "127.9.9.9",
    "localhost",
    "a.b.localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
  ]
    .concat("0x7f.1", "[::ffff:127.0.0.1]");
  for (const hostname of loopback) {
    for (const scheme of ["http", "https"]) {
      const route = routeOf(`${scheme}://${hostname}:8080/`, { HTTP_PROXY: "bad", ALL_PROXY: "p:1" }, "q:2");
      assertEquals(route, { kind: "direct", because: "loopback" }, hostname);
    }
  }
  for (const hostname of ["128.0.0.1", "localhost.example.org", "notlocalhost", "0.0.0.0", "[::2]"]) {
    assertEquals(routeOf(`https://${hostname}/`, { ALL_PROXY: "p:1" }).kind, "proxy", hostname);
  }
});

Deno.test("proxyFor() gives back any user name and password, and any text is a proxy or bad", () => {
  fc.assert(
    fc.property(anyText(), anyText(), (username, password) => {
      fc.pre(username.isWellFormed() && password.isWellFormed() && username + password !== "");
      const value = `socks5://${encodeURIComponent(username)}:${encodeURIComponent(password)}@proxy:1`;
      const route = routeOf(TARGET, { ALL_PROXY: value });
      assert(route.kind === "proxy");
      assertEquals(route.proxy.credentials, { username, password });
      assertEquals(routeOf(TARGET, {}, proxyUrl(route.proxy, true)), { ...route, from: "usage.proxy" });
    }),
    { seed: 10 },
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), fc.string(), (value, exceptions) => {
      const route = routeOf(TARGET, { HTTPS_PROXY: value, NO_PROXY: exceptions });
      if (route.kind !== "proxy") return;
      assertEquals(routeOf(TARGET, {}, proxyUrl(route.proxy, true)), { ...route, from: "usage.proxy" });
    }),
    { seed: 10 },
  );
});
