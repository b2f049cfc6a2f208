/** A sidecar in the state, and what can happen to it, for tests. */
import { defaultSettings, type Settings } from "../../../src/core/settings.ts";
import { type SidecarSettings, sidecarSettings } from "../../../src/core/sidecars/sidecar_settings.ts";
import type { SidecarEvent, SidecarProcess } from "../../../src/core/sidecars/sidecar_state.ts";
import type { Event } from "../../../src/core/state.ts";
import { t0 } from "../situations.ts";

export function sidecar(name: string, more: Partial<SidecarSettings> = {}): SidecarSettings {
  return { ...sidecarSettings.parse({ name, command: ["helper", "{port}"] }), ...more };
}

export function withSidecars(...all: readonly SidecarSettings[]): Settings {
  return { ...defaultSettings, sidecar: [...all] };
}

/** `random`: 0, so that pauses are as the settings say. */
export function happens(name: string, event: SidecarEvent, now = t0): Event {
  return { type: "sidecar", name, event, random: 0, now };
}

export const heldProcess: SidecarProcess = {
  pid: 10,
  startedAt: t0,
  port: 8765,
  url: "http://127.0.0.1:8765",
};

/** Reports about that run. */
export function reports(run: number) {
  return {
    spawned: { kind: "spawned", run, process: heldProcess },
    notSpawned: {
      kind: "not-spawned",
      run,
      why: { about: "sidecar", kind: "program-missing", program: "helper" },
    },
    ready: { kind: "ready", run, process: heldProcess },
    passed: { kind: "check-passed", run },
    failed: { kind: "check-failed", run, why: { about: "sidecar", kind: "odd-status", status: 500 } },
    exited: { kind: "exited", run, end: { code: 1, signal: null }, lastLines: ["out of luck"] },
    gone: { kind: "gone", run, lastLines: ["good bye"] },
  } satisfies Readonly<Record<string, SidecarEvent>>;
}
