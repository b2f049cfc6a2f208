/**
 * The sidecars as the program sees them. All that keeps them running is loaded once there is one: most people have none, and then it
 * should cost nothing.
 */
import { aborted } from "../host/abort_signals.ts";
import { sidecarNamed } from "./sidecar_named.ts";
import { outputFiles, recordsFile } from "./sidecar_files.ts";
import type { SidecarsParts } from "./running_sidecars.ts";
import type { Sidecars } from "./sidecars_port.ts";

export function sidecarsWhenConfigured(parts: SidecarsParts): Sidecars {
  const { host, store, stateFolder } = parts;
  let loaded: Promise<Sidecars> | null = null;
  let sidecars: Sidecars | null = null;
  const listeners = new Map<symbol, { readonly listener: Listener; end: () => void }>();

  function load(): Promise<Sidecars> {
    return loaded ??= (async () => {
      const { createSidecars } = await import("./running_sidecars.ts");
      sidecars = createSidecars(parts);
      for (const each of listeners.values()) each.end = sidecars.listen(each.listener);
      return sidecars;
    })();
  }

  /** Where there is no such sidecar, nothing has to be loaded to say so. */
  async function of(name: string): Promise<Sidecars> {
    sidecarNamed(store.state(), name);
    return await load();
  }

  const isOne = () => store.state().sidecars.length > 0;

  async function untilOne(signal: AbortSignal): Promise<void> {
    const found = new AbortController();
    const unsubscribe = store.subscribe(() => {
      if (isOne()) found.abort();
    });
    if (isOne()) found.abort();
    await aborted(signal, found.signal);
    unsubscribe();
  }

  return {
    async run(signal) {
      // A crash may have left some that are no longer in the settings.
      const left = await host.files.stat(recordsFile(stateFolder)).catch(() => null);
      if (left === null) await untilOne(signal);
      if (!signal.aborted) await (await load()).run(signal);
    },
    start: async (name) => await (await of(name)).start(name),
    stop: async (name) => await (await of(name)).stop(name),
    restart: async (name) => await (await of(name)).restart(name),
    ensureRunning: async (name) => await (await of(name)).ensureRunning(name),
    logs: async (name, after) => await (await of(name)).logs(name, after),
    logFiles: (name) => outputFiles(stateFolder, name),
    call: async (name, ...call) => await (await of(name)).call(name, ...call),
    fetch: async (name, ...request) => await (await of(name)).fetch(name, ...request),
    stream: async (name, ...stream) => await (await of(name)).stream(name, ...stream),
    endStream: (stream) => sidecars?.endStream(stream) ?? false,
    listen(listener) {
      const key = Symbol();
      const entry = { listener, end: sidecars?.listen(listener) ?? (() => {}) };
      listeners.set(key, entry);
      return () => {
        listeners.delete(key);
        entry.end();
      };
    },
  };
}

type Listener = Parameters<Sidecars["listen"]>[0];
