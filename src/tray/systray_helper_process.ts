/**
 * Starts, watches and ends one systray2 helper process. Used alone, the package can hang, end our own process, or not
 * notice that the helper has ended.
 */
import "./systray_dirname_shim.ts";
import SysTrayModule from "systray2";
import * as z from "zod";
import type { Host } from "../host/host.ts";
import { withinTime } from "../host/time_limit.ts";
import type { SystrayItem } from "./systray_menu.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";

/** How long in ms the helper may take to show its icon. It usually takes 80 ms. */
const READY_MS = 10_000;
/** How long in ms it may take to end after it was told to. */
const END_MS = 1_000;
/** How many characters of what the helper printed last are kept. */
const LAST_WORDS = 300;

/** The icon with its tooltip. `icon`: a PNG or ICO file in Base64. */
export interface SystrayIcon {
  readonly icon: string;
  readonly tooltip: string;
}

export interface HelperStart {
  readonly host: Pick<Host, "sleep">;
  /** The program from `placeHelper()`. */
  readonly program: string;
  readonly icon: SystrayIcon;
  readonly items: readonly SystrayItem[];
  /** Aborts the start. */
  readonly signal: AbortSignal;
  /** An item was chosen. `id`: its `__id`. */
  clicked(id: number): void;
}

export interface HelperProcess {
  /** Resolves when the helper has ended, with the reason as far as it is known. Never rejects. */
  readonly ended: Promise<string>;
  showIcon(icon: SystrayIcon): void;
  showItem(item: SystrayItem): void;
  /** Takes the icon away; resolves when the helper is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the helper. Resolves when it shows its icon. Rejects when it ends, when it says nothing for 10 s, or when the
 * signal aborts.
 */
export async function startHelper(start: HelperStart): Promise<HelperProcess> {
  const { host, signal } = start;
  signal.throwIfAborted();
  const tray = new WatchedTray(start);
  const helper: HelperProcess = {
    ended: tray.ended,
    showIcon: (icon) => tray.tell({ type: "update-menu", menu: { ...icon, title: "", items: [] } }),
    showItem: (item) => tray.tell({ type: "update-item", item: plainItem(item) }),
    async stop() {
      tray.tell({ type: "exit" });
      const late = () => new ReasonError({ about: "tray-helper", kind: "does-not-end" });
      try {
        await withinTime(tray.ended, { host, limitMs: END_MS, late });
      } catch {
        tray.abandon();
        await withinTime(tray.ended, { host, limitMs: END_MS, late });
      }
    },
  };
  const fate = tray.ended.then((how) => {
    throw new ReasonError({ about: "tray-helper", kind: "ended-at-start", how });
  });
  // After a good start nobody waits for this promise any more.
  fate.catch(() => {});
  try {
    const late = () => new ReasonError({ about: "tray-helper", kind: "shows-no-icon" });
    const ready = tray.ready().catch((error: unknown) => {
      throw new ReasonError({ about: "tray-helper", kind: "not-started", why: reasonOf(error) });
    });
    await withinTime(Promise.race([ready, fate]), { host, limitMs: READY_MS, late, signal });
  } catch (error) {
    tray.abandon();
    throw error;
  }
  return helper;
}

const MESSAGE = z.union([
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("clicked"), __id: z.int() }),
]);

type SysTrayClass = typeof SysTrayModule.default;
type HelperMessage = Parameters<InstanceType<SysTrayClass>["sendAction"]>[0];
type PackageItem = Extract<HelperMessage, { type: "update-item" }>["item"];

/** Deno gives the whole CommonJS module as the default export; a bundle gives the class. */
const SysTray: SysTrayClass = classIn(SysTrayModule);

function classIn(module: unknown): SysTrayClass {
  if (isClass(module)) return module;
  const inner: unknown = typeof module === "object" && module !== null
    ? Reflect.get(module, "default")
    : null;
  if (isClass(inner)) return inner;
  throw new ReasonError({ about: "tray-helper", kind: "no-class" });
}

function isClass(value: unknown): value is SysTrayClass {
  return typeof value === "function";
}

/** A copy of the item, because the package writes into the items it gets. */
function plainItem(item: SystrayItem): PackageItem {
  const { items, ...rest } = item;
  return { ...rest, ...(items === undefined ? {} : { items: items.map(plainItem) }) };
}

class WatchedTray extends SysTray {
  readonly #end = Promise.withResolvers<string>();
  readonly #clicked: (id: number) => void;
  #lastWords = "";
  #abandoned = false;

  constructor({ program, icon, items, clicked }: HelperStart) {
    super({ menu: { ...icon, title: "", items: items.map(plainItem) } });
    this.#clicked = clicked;
    // The package looks for a program by itself, first in the folder that the program was started in, and would run
    // what it finds there. This replaces its path; at this moment it has not begun to look.
    Object.defineProperty(this, "_binPath", { get: () => program, set() {} });
  }

  get ended(): Promise<string> {
    return this.#end.promise;
  }

  /** The package calls this when the helper process exists, before the helper can have said anything. */
  override onReady(listener: () => void): this {
    const { process } = this;
    if (this.#abandoned) process.kill("SIGKILL");
    process.once("exit", (code, signal) => this.#endedWith(code, signal));
    if (process.exitCode !== null || process.signalCode !== null) {
      this.#endedWith(process.exitCode, process.signalCode);
    }
    // A pipe that nobody reads fills up and stops the helper. Writing to a pipe that has ended must not be an error of
    // ours.
    process.stderr?.on("data", (part: Uint8Array) => {
      this.#lastWords = (this.#lastWords + new TextDecoder().decode(part)).slice(-LAST_WORDS);
    });
    process.stdin?.on("error", () => {});
    this._rl.on("line", (line) => {
      const message = MESSAGE.safeParse(parsed(line));
      // The helper's toolkit prints warnings there too.
      if (!message.success) return;
      if (message.data.type === "ready") listener();
      else this.#clicked(message.data.__id);
    });
    return this;
  }

  /** Ends the helper at once; if it is just being started, as soon as it exists. */
  abandon(): void {
    this.#abandoned = true;
    this.process?.kill("SIGKILL");
  }

  tell(message: HelperMessage): void {
    this.sendAction(message).catch(() => {});
  }

  #endedWith(code: number | null, signal: string | null): void {
    const words = this.#lastWords.trim();
    const how = signal === null ? `status ${code}` : `signal ${signal}`;
    this.#end.resolve(words === "" ? how : `${how}; ${words}`);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
