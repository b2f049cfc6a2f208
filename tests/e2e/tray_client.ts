/**
 * A panel's view of a tray icon, for tests: finds items on the session bus, asks them, clicks in their menus, and hears their
 * signals. And the other end: a stage process that shows views.
 */
import { join } from "node:path";
import { DBusError, Message, MessageType, sessionBus, Variant } from "@jellybrick/dbus-next";
import type { TrayView } from "../../src/core/views/tray_view.ts";
import { type Desktop, until } from "./desktop.ts";
import type { StageCommand, StageEvent } from "./tray_stage.ts";

const WATCHER = "org.kde.StatusNotifierWatcher";

/** An icon on the list of the panel. */
export interface TrayItem {
  readonly name: string;
  readonly path: string;
}

export interface MenuLine {
  readonly id: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly children: readonly MenuLine[];
}

export interface HeardSignal {
  readonly path: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface TrayClient extends AsyncDisposable {
  call(
    target: TrayItem & { interface: string },
    member: string,
    args?: readonly [string, ...unknown[]],
  ): Promise<readonly unknown[]>;
  /** The icons that the panel knows, in order. */
  items(): Promise<readonly TrayItem[]>;
  /** The only icon, as soon as there is one. */
  item(): Promise<TrayItem>;
  property(item: TrayItem, name: string): Promise<unknown>;
  menuPath(item: TrayItem): Promise<string>;
  menu(item: TrayItem): Promise<MenuLine>;
  /** Clicks the entry of that label. */
  click(item: TrayItem, label: string): Promise<void>;
  /** All signals heard so far that other programs have sent to everybody. */
  readonly signals: readonly HeardSignal[];
  forgetSignals(): void;
}

export async function trayClient(desktop: Pick<Desktop, "busAddress">): Promise<TrayClient> {
  const bus = sessionBus({ busAddress: desktop.busAddress, authMethods: ["EXTERNAL"] });
  Reflect.apply(bus.on, bus, ["error", () => {}]);
  await new Promise<void>((resolve) => bus.once("connect", () => resolve()));
  const signals: HeardSignal[] = [];
  bus.on("message", ({ type, path, member, body, interface: iface }) => {
    if (type !== MessageType.SIGNAL || iface === "org.freedesktop.DBus") return;
    signals.push({ path, member, body: plain(body) as unknown[] });
  });

  const client: TrayClient = {
    signals,
    forgetSignals: () => void signals.splice(0),
    async call({ name, path, interface: iface }, member, args = [""]) {
      const [signature, ...body] = args;
      const request = new Message({ destination: name, path, interface: iface, member, signature, body });
      const reply = await bus.call(request);
      return reply?.body ?? [];
    },
    async items() {
      try {
        const listed = await client.property(
          { name: WATCHER, path: "/StatusNotifierWatcher" },
          "RegisteredStatusNotifierItems",
        );
        return (listed as string[]).map((entry) => {
          const slash = entry.indexOf("/");
          return { name: entry.slice(0, slash), path: entry.slice(slash) };
        });
      } catch (error) {
        if (error instanceof DBusError) return [];
        throw error;
      }
    },
    async item() {
      let found: readonly TrayItem[] = [];
      await until(async () => (found = await client.items()).length === 1, "one icon on the panel's list");
      const [only] = found;
      if (only === undefined) throw new Error("The icon has gone again");
      return only;
    },
    async property(item, name) {
      const iface = item.name === WATCHER ? WATCHER : "org.kde.StatusNotifierItem";
      const target = { ...item, interface: "org.freedesktop.DBus.Properties" };
      return plain((await client.call(target, "Get", ["ss", iface, name]))[0]);
    },
    menuPath: async (item) => String(await client.property(item, "Menu")),
    async menu(item) {
      const target = {
        name: item.name,
        path: await client.menuPath(item),
        interface: "com.canonical.dbusmenu",
      };
      const [, root] = await client.call(target, "GetLayout", ["iias", 0, -1, []]);
      return menuLine(plain(root));
    },
    async click(item, label) {
      const line = allLines(await client.menu(item)).find(({ properties }) => properties.label === label);
      if (line === undefined) throw new Error(`No menu entry "${label}"`);
      const target = {
        name: item.name,
        path: await client.menuPath(item),
        interface: "com.canonical.dbusmenu",
      };
      await client.call(target, "Event", ["isvu", line.id, "clicked", new Variant("i", 0), 0]);
    },
    [Symbol.asyncDispose]() {
      bus.disconnect();
      return Promise.resolve();
    },
  };
  const dbus = {
    name: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
  };
  await client.call(dbus, "AddMatch", ["s", "type='signal'"]);
  return client;
}

/** Variants as what is in them. */
function plain(value: unknown): unknown {
  if (value instanceof Variant) return plain(value.value);
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
  return value;
}

function menuLine(value: unknown): MenuLine {
  const [id, properties, children] = value as [number, Record<string, unknown>, unknown[]];
  return { id, properties, children: children.map(menuLine) };
}

/** A line and all below it that a person can see. */
export function allLines(line: MenuLine): readonly MenuLine[] {
  const shown = line.children.filter(({ properties }) => properties.visible !== false);
  return [line, ...shown.flatMap(allLines)];
}

/** The labels that a person can see at the top of a menu; a separator is "---". */
export function topLabels(menu: MenuLine): readonly string[] {
  return menu.children.filter(({ properties }) => properties.visible !== false)
    .map(({ properties }) => properties.type === "separator" ? "---" : String(properties.label));
}

export interface Stage extends AsyncDisposable {
  readonly pid: number;
  readonly events: readonly StageEvent[];
  show(view: TrayView): Promise<void>;
  send(command: StageCommand): Promise<void>;
  /** The first event of that kind that `wanted` accepts, as soon as there is one. */
  event<K extends StageEvent["kind"]>(
    kind: K,
    wanted?: (event: Extract<StageEvent, { kind: K }>) => boolean,
  ): Promise<Extract<StageEvent, { kind: K }>>;
  /** Takes the icon away; the process has to end by itself. Gives its exit status. */
  stop(): Promise<number>;
}

/** Starts a process on the desktop that shows the view. */
export async function startStage(
  desktop: Desktop,
  driver: "sni" | "systray2" | "auto",
  view: TrayView,
  env: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const here = import.meta.dirname ?? ".";
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--config",
      join(here, "../../deno.json"),
      join(here, "tray_stage.ts"),
      driver,
    ],
    env: { ...desktop.env, DENO_DIR: await denoDir(), DENO_NO_UPDATE_CHECK: "1", ...env },
    clearEnv: true,
    cwd: desktop.folder,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const events: StageEvent[] = [];
  const reading = readEvents(child.stdout, events);
  const input = child.stdin.getWriter();
  let status: Deno.CommandStatus | null = null;
  const ended = child.status.then((value) => {
    status = value;
  });
  const stage: Stage = {
    pid: child.pid,
    events,
    show: (next) => stage.send({ kind: "view", view: next }),
    async send(command) {
      await input.write(new TextEncoder().encode(`${JSON.stringify(command)}\n`));
    },
    async event(kind, wanted = () => true) {
      type Wanted = Extract<StageEvent, { kind: typeof kind }>;
      const find = () =>
        events.find((event): event is Wanted => event.kind === kind && wanted(event as Wanted));
      await until(() => find() !== undefined || status !== null, `"${kind}" from the stage`);
      const found = find();
      if (found === undefined) {
        throw new Error(`The stage ended without "${kind}": ${JSON.stringify(events)}`);
      }
      return found;
    },
    async stop() {
      if (status === null) await stage.send({ kind: "stop" });
      await until(() => status !== null, "the end of the stage");
      await reading;
      return (status as unknown as Deno.CommandStatus).code;
    },
    async [Symbol.asyncDispose]() {
      if (status === null) child.kill("SIGKILL");
      await ended;
      await reading;
      await input.close().catch(() => {});
    },
  };
  await stage.show(view);
  return stage;
}

async function readEvents(output: ReadableStream<Uint8Array>, events: StageEvent[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of output) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) events.push(JSON.parse(line));
  }
}

/** Where the packages are, which the stage would look for in its own home folder. */
async function denoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const info: { readonly denoDir: string } = JSON.parse(new TextDecoder().decode(stdout));
  return info.denoDir;
}
