/**
 * A program that does nothing but show tray views, for the tests of the drivers: views come in on standard input, and all
 * that a driver tells its port goes out on standard output, one JSON value a line. In a process of its own, so that what a
 * driver does to a process can be seen.
 *
 *     deno run -A tests/e2e/tray_stage.ts sni|systray2|auto
 */
import type { TrayView } from "../../src/core/views/tray_view.ts";
import type { Host } from "../../src/host/host.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { MARK_VARIABLE } from "../../src/host/staying_program.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { chooseTray } from "../../src/tray/driver_choice.ts";
import type { TrayPort } from "../../src/tray/driver.ts";
import { createIconPixels } from "../../src/tray/icon_pixels.ts";
import { sniDriver } from "../../src/tray/sni_driver.ts";
import { systrayDriver } from "../../src/tray/systray_driver.ts";
import { helperReader } from "../../src/tray/systray_helper_file.ts";

/** What the stage prints. */
export type StageEvent =
  | { readonly kind: "chosen"; readonly choice: unknown }
  | { readonly kind: "status"; readonly status: unknown; readonly atMs: number }
  | { readonly kind: "action"; readonly action: unknown }
  | { readonly kind: "running" }
  | { readonly kind: "resolved" }
  | { readonly kind: "rejected"; readonly why: string }
  | { readonly kind: "memory"; readonly rssBytes: number };

/** What it reads. */
export type StageCommand =
  | { readonly kind: "view"; readonly view: TrayView }
  | { readonly kind: "stop" }
  | { readonly kind: "memory" };

function say(event: StageEvent): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(event)}\n`));
}

async function* commands(): AsyncIterable<StageCommand> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of Deno.stdin.readable) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

interface System {
  readonly host: Host;
  readonly platform: Platform;
  readHelper(): Promise<Uint8Array | null>;
}

function linux(host: Host): System {
  const ico = host.env("STAGE_ICO") === undefined ? {} : { iconFormat: "ico" as const };
  const platform = { ...linuxPlatform(host.env, Deno.build.arch), ...ico };
  return { host, platform, readHelper: helperReader(host, platform) };
}

/**
 * Windows, as far as a tray goes: its data, with folders of this system; its registry is read and its helper started by `wine`, the
 * helper from a script in its place, which gives it the environment of the stage: Wine needs more than Windows does. Without the mark of
 * the helper, since what Wine starts with it to be a Windows must not end with it.
 */
function windows(host: Host, wine: string): System {
  const { paths } = linuxPlatform(host.env, Deno.build.arch);
  const platform = {
    ...windowsPlatform((name) => name === "USERPROFILE" ? "C:\\users\\ann" : undefined),
    paths,
  };
  return {
    host: { ...host, registry: { ...host.registry, read: (key, name) => numberIn(wine, key, name) } },
    platform,
    async readHelper() {
      const exe = `${paths.runtimeFolder}/claudeminder.exe`;
      const program = await helperReader(host, platform)();
      if (program === null) return null;
      await host.files.write(exe, program, 0o700);
      const env = Object.entries(Deno.env.toObject())
        .map(([name, value]) => `'${name}=${value.replaceAll("'", `'\\''`)}'`).join(" ");
      return new TextEncoder().encode(`#!/bin/sh\nexec env -u ${MARK_VARIABLE} ${env} '${wine}' '${exe}'\n`);
    },
  };
}

/** A number in the registry, as Wine's own program prints it; null = there is none. */
function numberIn(wine: string, key: string, name: string): number | null {
  const args = ["C:\\windows\\system32\\reg.exe", "query", `HKCU\\${key}`, "/v", name];
  const { stdout } = new Deno.Command(wine, { args, stdin: "null", stderr: "null" }).outputSync();
  const found = /REG_DWORD\s+(0x[0-9a-f]+)/i.exec(new TextDecoder().decode(stdout))?.[1];
  return found === undefined ? null : Number(found);
}

if (import.meta.main) {
  const wanted = Deno.args[0] ?? "auto";
  const wine = Deno.env.get("STAGE_WINE");
  const { host, platform, readHelper } = wine === undefined ? linux(denoHost()) : windows(denoHost(), wine);
  const icons = createIconPixels();
  const tools = { host, platform, icons, readHelper };
  const input = commands()[Symbol.asyncIterator]();
  const first = await input.next();
  if (first.done || first.value.kind !== "view") throw new Error("The first command has to be a view");

  let view = first.value.view;
  const listeners = new Set<(view: TrayView) => void>();
  const started = performance.now();
  const port: TrayPort = {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    perform: (action) => say({ kind: "action", action }),
    status: (status) => say({ kind: "status", status, atMs: performance.now() - started }),
  };
  const limits = { updateMs: 100, picturesPerHelper: Number(host.env("STAGE_PICTURES") ?? 256) };
  const drivers = { sni: sniDriver(tools), systray2: systrayDriver(tools, limits) };
  if (wanted !== "sni" && wanted !== "systray2" && wanted !== "auto") throw new Error(`No driver ${wanted}`);
  const choice = await chooseTray(wanted, { host, platform, drivers });
  const { kind } = choice;
  say({ kind: "chosen", choice: kind === "driver" ? { kind, name: choice.driver.name } : choice });
  const stop = new AbortController();
  const shown = choice.kind === "driver" ? choice.driver.run(port, stop.signal) : Promise.resolve();
  const ended = shown.then(
    () => say({ kind: "resolved" }),
    (error: unknown) =>
      say({ kind: "rejected", why: error instanceof Error ? error.message : String(error) }),
  );
  say({ kind: "running" });
  const obey = async () => {
    for (let next = await input.next(); !next.done; next = await input.next()) {
      switch (next.value.kind) {
        case "view":
          view = next.value.view;
          for (const listener of listeners) listener(view);
          break;
        case "memory":
          say({ kind: "memory", rssBytes: Deno.memoryUsage().rss });
          break;
        case "stop":
          // Without a read under way nothing keeps the process but what a driver has left behind.
          return;
      }
    }
  };
  await Promise.race([ended, obey()]);
  stop.abort();
  await ended;
}
