/** The real Prometheus scrapes the program, and finds what the dashboard and the alert rules in `assets/` ask for. */
import { noEvents } from "../server/no_events.ts";
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { dirname, join } from "node:path";
import * as z from "zod";
import { createStore } from "../../src/app/store.ts";
import { hour, minute } from "../../src/core/time/units.ts";
import { type Event, type State } from "../../src/core/state.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { startServer } from "../../src/server/loopback_server.ts";
import { metricsWhenAsked } from "../../src/server/metrics_when_asked.ts";
import { tokenFileBeside } from "../../src/server/server_file.ts";
import { requestBudget, stateAfter, window } from "../core/situations.ts";
import { happens, reports, sidecar, withSidecars } from "../core/sidecars/sidecar_samples.ts";
import { agentsAtWork } from "../server/agents_at_work.ts";
import { end, newAccount } from "../support/program.ts";
import { withFolder } from "../support/test_folder.ts";
import { promtool, startNodeExporter, startPrometheus } from "./prometheus.ts";

const ASSETS = join(dirname(dirname(import.meta.dirname ?? ".")), "assets");
const RULE_TESTS = join(import.meta.dirname ?? ".", "../testdata/prometheus/alerts_test.yml");

const host = denoHost();

/** Everything at once: a limit that runs out, agents that wait, a sidecar that was restarted. */
function everything(now: number): State {
  const credential: Event = {
    type: "credential",
    credential: {
      ...{ kind: "token", account: "one", origin: "Claude Code", tokenHash: "t1", expiresAt: null },
      requestBudget,
    },
    now: now - hour,
  };
  const rising = [0, 10, 20, 30, 40].map((percent, index): Event => {
    const at = now - (40 - 10 * index) * minute;
    const limits = [
      window({ kind: "session" }, "session", percent, now + 4 * hour),
      window({ kind: "week" }, "week", 48, now + 96 * hour),
    ];
    const reading = { account: "one", observedAt: at, source: "endpoint" as const, limits };
    return { type: "answered", answer: { kind: "reading", reading }, tokenHash: "t1", random: 0, now: at };
  });
  const { spawned, ready, exited } = reports(1);
  const start = { kind: "start", by: "person" } as const;
  const crashed = [start, spawned, ready, exited].map((event) => happens("agents", event, now - minute));
  const state = stateAfter(
    [credential, ...rising, ...crashed, happens("agents", { kind: "tick" }, now)],
    withSidecars(sidecar("agents")),
  );
  return { ...state, agents: agentsAtWork.agents };
}

const dashboard = z.object({
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(z.object({
    title: z.string(),
    datasource: z.object({ uid: z.literal("${datasource}") }),
    targets: z.array(
      z.object({ expr: z.string(), datasource: z.object({ uid: z.literal("${datasource}") }) }),
    )
      .min(1),
  })).min(10),
});

Deno.test("Prometheus finds data for every query of the dashboard, on a server that it asks with the token's file", () =>
  withFolder(async (folder) => {
    const store = createStore(everything(host.now()));
    const file = `${folder}/run/server.json`;
    const about = { version: "1.2.3", os: "linux" } as const;
    const server = await startServer(host, { file, port: 0 }, {
      version: "1.2.3",
      rpc: () => Promise.resolve(null),
      metrics: metricsWhenAsked({ host, store, about }),
      ...noEvents,
    });
    assert(server.kind === "started");
    try {
      const { url, token } = server.address;
      const headers = { authorization: `Bearer ${token}` };
      const text = await (await fetch(`${url}/metrics`, { headers })).text();
      assertEquals(await promtool(["check", "metrics"], text), "");
      const job = { name: "claudeminder", port: Number(new URL(url).port), tokenFile: tokenFileBeside(file) };
      await using prometheus = await startPrometheus(folder, [job]);
      await prometheus.until("count_over_time(process_cpu_seconds_total[1m]) >= 3");
      const { panels, templating } = dashboard.parse(
        JSON.parse(await Deno.readTextFile(join(ASSETS, "grafana.json"))),
      );
      assertEquals(templating.list.map(({ name }) => name), ["datasource", "instance"]);
      for (const { title, targets } of panels) {
        for (const { expr } of targets) {
          const query = expr.replaceAll("$instance", ".*").replaceAll("$__rate_interval", "1m");
          assert((await prometheus.query(query)).length > 0, `${title} has nothing to show: ${query}`);
        }
      }
      // The rules are about what is really told.
      const rules = await Deno.readTextFile(join(ASSETS, "alerts.yml"));
      const families = new Set(rules.match(/claudeminder_\w+/g));
      for (const family of families) assert((await prometheus.query(family)).length > 0, family);
    } finally {
      await server.close();
    }
  }));

Deno.test("promtool finds nothing wrong with the alert rules, and each is told when it should be", async () => {
  assertMatch(await promtool(["check", "rules", join(ASSETS, "alerts.yml")]), /SUCCESS: 3 rules found/);
  assertMatch(await promtool(["test", "rules", RULE_TESTS]), /SUCCESS/);
});

Deno.test("Prometheus scrapes the program at the port that is set, and node_exporter reads its file, which goes at the end", () =>
  withFolder(async (folder) => {
    await using account = await newAccount();
    await account.signIn();
    const port = await host.freePort("127.0.0.1");
    const textfile = `${folder}/claudeminder.prom`;
    await account.writeSettings(`[dashboard]\nport = ${port}\n[metrics]\ntextfile = "${textfile}"`);
    const program = account.start("run", "--headless");
    const runtime = join(account.env.XDG_RUNTIME_DIR ?? "", "claudeminder");
    await using nodeExporter = await startNodeExporter(folder);
    await using prometheus = await startPrometheus(folder, [
      { name: "claudeminder", port, tokenFile: join(runtime, "token") },
      { name: "node", port: nodeExporter.port, tokenFile: null },
    ]);
    const week = 'limit="week:fable"';
    const [told] = await prometheus.until(`claudeminder_limit_used_ratio{job="claudeminder", ${week}}`);
    const [read] = await prometheus.until(`claudeminder_limit_used_ratio{job="node", ${week}}`);
    assertEquals([told?.value, read?.value], [0.81, 0.81]);
    assertEquals((await prometheus.query('node_textfile_scrape_error{job="node"}'))[0]?.value, 0);
    // The names of a process that the file has not, and node_exporter has: those are of node_exporter alone.
    assertEquals((await prometheus.query('process_resident_memory_bytes{job="node"}')).length, 1);
    await prometheus.until('sum_over_time(up{job="claudeminder"}[1m]) >= 3');
    const { code, stdout } = await account.run("metrics");
    assertEquals(code, 0);
    assertEquals(await promtool(["check", "metrics"], stdout), "");
    assertEquals(await promtool(["check", "metrics"], await Deno.readTextFile(textfile)), "");
    assertEquals((await end(program)).code, 0);
    assertEquals(
      [...Deno.readDirSync(runtime)].map(({ name }) => name).filter((name) =>
        /^(token|server\.json)$/.test(name)
      ),
      [],
    );
    assertEquals(await host.files.stat(textfile), null);
    await prometheus.until('up{job="claudeminder"} == 0');
    assertEquals((await account.run("metrics")).code, 1);
  }));
