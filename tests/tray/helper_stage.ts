/** The views on a tray helper in memory, which says what a test wants it to say, on a clock that the test drives. */
import type { Action } from "../../src/core/action.ts";
import type { TrayView } from "../../src/core/views/tray_view.ts";
import type { MemoryProgram } from "../../src/host/programs/memory_programs.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import type { TrayStatus } from "../../src/tray/driver.ts";
import { createIconFiles } from "../../src/tray/icon_files.ts";
import type { SystrayItem } from "../../src/tray/systray_menu.ts";
import { superviseHelper } from "../../src/tray/systray_supervision.ts";
import { t0 } from "../core/situations.ts";
import { VIEW } from "../e2e/tray_views.ts";
import { fakeHost } from "../support/fake_host.ts";

const READY = '{"type":"ready"}\n';
const ENV = {
  HOME: "/home/ann",
  USERPROFILE: "C:\\users\\ann",
  PATH: "/bin",
  CLAUDE_CODE_OAUTH_TOKEN: "secret",
  ANTHROPIC_API_KEY: "secret",
};

/** A helper that shows its icon, and ends when it is asked to. */
export function works(helper: MemoryProgram): void {
  helper.print(READY);
}

export interface StageOptions {
  /** What each helper does at its start. */
  readonly play?: (helper: MemoryProgram) => void;
  readonly os?: "macos" | "windows";
  readonly place?: () => Promise<string>;
  readonly perform?: (action: Action) => void;
  readonly status?: (status: TrayStatus) => void;
}

export function stage({ play = works, os = "macos", place, perform, status }: StageOptions = {}) {
  const fake = fakeHost(t0, ENV, play);
  const statuses: TrayStatus[] = [];
  const actions: Action[] = [];
  const listeners = new Set<(view: TrayView) => void>();
  let view = VIEW;
  const ended = new AbortController();
  const running = superviseHelper({
    host: fake.host,
    platform: os === "macos" ? macosPlatform(fake.host.env) : windowsPlatform(fake.host.env),
    icons: createIconFiles(),
    trayPx: null,
    limits: { updateMs: 100, picturesPerHelper: 3 },
    place: place ?? (() => Promise.resolve("/helper")),
    port: {
      view: () => view,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      perform: perform ?? ((action) => void actions.push(action)),
      status: status ?? ((each) => void statuses.push(each)),
    },
  }, ended.signal);
  const outcome = running.then(() => "resolved", (error: unknown) => String(error));
  return {
    ...fake,
    actions,
    outcome,
    listeners,
    /** What the port was told since the last call. */
    told: () => statuses.splice(0),
    latest: () => fake.started.at(-1) as MemoryProgram,
    async show(next: TrayView) {
      view = next;
      for (const listener of listeners) listener(next);
      await fake.advance(100);
    },
    end: () => ended.abort(),
  };
}

/** The messages that a helper has got. */
export function heard(helper: MemoryProgram): readonly Record<string, unknown>[] {
  return helper.read.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** What it was told last. */
export const lastTold = (helper: MemoryProgram) => heard(helper).at(-1)?.type ?? "menu";

/** A person chooses that entry of the menu. */
export function choose(helper: MemoryProgram, title: string): void {
  const [menu] = heard(helper);
  const item = (menu?.items as readonly SystrayItem[]).find((each) => each.title === title);
  helper.print(`${JSON.stringify({ type: "clicked", __id: item?.__id })}\n`);
}
