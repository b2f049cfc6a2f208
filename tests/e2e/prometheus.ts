/** The real Prometheus and node_exporter, each on a port of its own with a folder of its own; nothing of them outlives a test. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import * as z from "zod";
import { denoHost } from "../../src/host/deno_host.ts";

const host = denoHost();

/** What it scrapes: one address, and how it shows who it is. */
export interface ScrapeJob {
  readonly name: string;
  readonly port: number;
  /** A file with the token; null = none is wanted. */
  readonly tokenFile: string | null;
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus extends AsyncDisposable {
  /** What an expression gives now. */
  query(expression: string): Promise<readonly Series[]>;
  /** Waits until it gives something. */
  until(expression: string): Promise<readonly Series[]>;
}

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(z.object({
      metric: z.record(z.string(), z.string()),
      value: z.tuple([z.number(), z.string()]),
    })),
  }),
});

/** Asks each of them once a second. `folder`: of the test's own. */
export async function startPrometheus(folder: string, jobs: readonly ScrapeJob[]): Promise<Prometheus> {
  const port = await host.freePort("127.0.0.1");
  const config = `${folder}/prometheus.yml`;
  // JSON is YAML too.
  await Deno.writeTextFile(
    config,
    JSON.stringify({
      global: { scrape_interval: "1s", scrape_timeout: "1s" },
      scrape_configs: jobs.map((job) => ({
        job_name: job.name,
        ...(job.tokenFile === null ? {} : { authorization: { credentials_file: job.tokenFile } }),
        static_configs: [{ targets: [`127.0.0.1:${job.port}`] }],
      })),
    }),
  );
  const program = start("prometheus", [
    `--config.file=${config}`,
    `--storage.tsdb.path=${folder}/tsdb`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/-/ready`, program);
  async function query(expression: string): Promise<readonly Series[]> {
    const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const text = await response.text();
    assertEquals(response.status, 200, `${expression}: ${text}`);
    return answer.parse(JSON.parse(text)).data.result.map(({ metric, value }) => ({
      labels: metric,
      value: Number(value[1]),
    }));
  }
  return {
    query,
    async until(expression) {
      for (;;) {
        const found = await query(expression);
        if (found.length > 0) return found;
        await host.sleep(100);
      }
    },
    [Symbol.asyncDispose]: () => program.end(),
  };
}

export interface NodeExporter extends AsyncDisposable {
  readonly port: number;
}

/** It reads the files that end with ".prom" in that folder, and nothing else. */
export async function startNodeExporter(folder: string): Promise<NodeExporter> {
  const port = await host.freePort("127.0.0.1");
  const program = start("prometheus-node-exporter", [
    "--collector.disable-defaults",
    "--collector.textfile",
    `--collector.textfile.directory=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  await answers(`http://127.0.0.1:${port}/metrics`, program);
  return { port, [Symbol.asyncDispose]: () => program.end() };
}

/** What `promtool` says of a text or of files, on both its outputs; it must find nothing wrong. */
export async function promtool(args: readonly string[], text = ""): Promise<string> {
  const child = new Deno.Command("promtool", {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assertEquals(code, 0, said);
  return said;
}

interface Started {
  readonly ended: Promise<unknown>;
  isEnded(): boolean;
  end(): Promise<void>;
}

function start(program: string, args: readonly string[]): Started {
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let isEnded = false;
  const ended = child.status.then(() => isEnded = true);
  return {
    ended,
    isEnded: () => isEnded,
    async end() {
      if (!isEnded) child.kill("SIGTERM");
      await ended;
    },
  };
}

async function answers(url: string, program: Started): Promise<void> {
  for (;;) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok === true) return;
    if (program.isEnded()) throw new Error(`${url}: its program has ended`);
    await host.sleep(50);
  }
}
