/** The rooms of the house: what each holds, whom it may import, and why. `rooms_table.ts` writes it for people. */
import { BASE, HOST, NONE, PURE, REASONS, type Room, SHARED_TYPES, TASK } from "./room.ts";

/** What only the composition root may choose, and by which interfaces the others know it. */
const CHOSEN = [
  ...["src/main.ts", "src/compose.ts", "src/host/", "src/providers/", "src/platform/"],
  ...["src/tray/sni_driver.ts", "src/tray/systray_driver.ts"],
];
const BY_INTERFACE = [...HOST, "src/providers/provider.ts", "src/platform/platform.ts"];

const CORE: readonly Room[] = [
  {
    ...PURE,
    holds: ["src/core/text/"],
    what: "How texts are cut, measured, cleaned and read as JSON",
    mayImport: ["src/core/text/"],
    mayImportTypes: ["src/core/system.ts"],
    // A table of characters, and nothing else.
    packages: [...PURE.packages, "get-east-asian-width"],
    because: "a text is handled the same, whatever it says",
  },
  {
    ...PURE,
    holds: ["src/core/time/"],
    what: "Units of time, and times as programs read them",
    mayImport: ["src/core/time/"],
    because: "a time is written the same, whatever it is the time of",
  },
  {
    ...PURE,
    holds: ["src/core/usage/"],
    what: "Limits, readings and periods of an account, and when to ask for the next reading",
    mayImport: ["src/core/usage/", ...BASE],
    mayImportTypes: SHARED_TYPES,
    because: "an account's usage is the same, whoever is told of it",
  },
  {
    ...PURE,
    holds: ["src/core/forecast/"],
    what: "Where a limit is going, how sure that is, and what is learned of a person's days for it",
    mayImport: ["src/core/forecast/", "src/core/usage/", ...BASE],
    mayImportTypes: SHARED_TYPES,
    because: "a forecast follows from what was used, whoever is told of it",
  },
  {
    ...PURE,
    holds: ["src/core/agents/"],
    what: "Coding agents: their sessions, what they do and wait for, and how lists and menus show them",
    mayImport: ["src/core/agents/", "src/core/action.ts", ...BASE],
    mayImportTypes: SHARED_TYPES,
    because: "what an agent does is the same, whoever is told of it",
  },
  {
    ...PURE,
    holds: ["src/core/sidecars/"],
    what:
      "Sidecars: what is known of each, when it is restarted or given up, and how lists and menus show it",
    mayImport: ["src/core/sidecars/", "src/core/action.ts", ...BASE],
    mayImportTypes: SHARED_TYPES,
    because: "a sidecar is kept running by the same rules, whoever is told of it",
  },
  {
    ...PURE,
    holds: ["src/core/language/"],
    what: "Every sentence that a person reads, in each language",
    mayImport: ["src/core/language/", ...BASE],
    mayImportTypes: ["src/core/usage/", "src/core/agents/", "src/core/sidecars/", ...SHARED_TYPES],
    because: "a language says what it is given, and decides nothing",
  },
  {
    ...PURE,
    holds: ["src/core/alerts/"],
    what: "What a person should know: when it is so, in which words, what was told, and when to be silent",
    mayImport: [
      "src/core/alerts/",
      "src/core/usage/",
      "src/core/forecast/",
      "src/core/agents/",
      "src/core/sidecars/",
      ...BASE,
    ],
    mayImportTypes: SHARED_TYPES,
    because: "alerts follow from usage, agents and sidecars, and do not draw",
  },
  {
    ...PURE,
    holds: ["src/core/history/"],
    what: "The history: which changes are kept, for how long, and how they are summed up and drawn",
    mayImport: ["src/core/history/", "src/core/usage/", "src/core/agents/", "src/core/alerts/", ...BASE],
    mayImportTypes: SHARED_TYPES,
    because: "what is kept of the past follows from what happens, and changes nothing of it",
  },
  {
    ...PURE,
    holds: ["src/core/icon/"],
    what: "The icon: from its spec to shapes in colours",
    mayImport: ["src/core/icon/", ...BASE],
    mayImportTypes: ["src/core/usage/level.ts", "src/core/state.ts"],
    because: "the icon draws its spec, whatever that came from",
  },
  {
    ...PURE,
    holds: ["src/core/views/"],
    what:
      "The state made into what is shown: icon spec, tooltip, menu, snapshot, files and JSON for other programs",
    mayImport: ["src/core/"],
    because: "views show everything, and nothing in core/ depends on how it is shown",
  },
  {
    ...PURE,
    holds: ["src/core/"],
    what:
      "What joins these: settings, actions, reasons, and the state with its events and what of it is saved",
    mayImport: ["src/core/"],
    not: ["src/core/views/", "src/core/icon/"],
    because: "core/ decides on what it is given, with no permissions, at any time, on any system",
  },
];

const EDGES: readonly Room[] = [
  {
    ...NONE,
    holds: ["src/host/"],
    what: "The operating system: the seam that everything else asks, and how Deno fulfils it",
    mayImport: ["src/host/"],
    because: "the outermost seam knows nothing of the program",
  },
  {
    ...NONE,
    holds: ["src/net/"],
    what: "Ways to a server: proxies, certificates, pins, and what kind of failure it was",
    mayImport: ["src/net/", "src/core/", "src/host/abort_signals.ts"],
    mayImportTypes: ["src/host/host.ts"],
    because: "net/ describes ways to a server, over the host it is given",
  },
  {
    ...NONE,
    holds: ["src/providers/"],
    what: "Vendors: the interface, and a folder for each of them",
    mayImport: ["src/providers/", "src/net/", "src/core/"],
    mayImportTypes: ["src/host/host.ts", "src/platform/platform.ts"],
    because: "providers read, over the host they are given",
  },
  {
    ...NONE,
    holds: ["src/platform/"],
    what: "What differs between Linux, macOS and Windows, as data",
    mayImport: ["src/platform/", "src/core/"],
    mayImportTypes: ["src/host/host.ts"],
    because: "a platform describes, so that every system's is tested on any",
  },
  {
    ...NONE,
    holds: ["src/dbus/"],
    what: "Messages over D-Bus",
    mayImport: ["src/dbus/", ...REASONS, ...HOST],
    because: "dbus/ carries messages, whatever they are about, and says why it cannot",
  },
  {
    ...NONE,
    holds: ["src/x11/"],
    what: "Requests to an X server",
    mayImport: ["src/x11/", ...HOST],
    because: "x11/ speaks to an X server, whatever about",
  },
  {
    ...NONE,
    holds: ["src/tray/"],
    what: "The icon, its tooltip and its menu in the tray of each desktop",
    mayImport: [
      ...["src/tray/", "src/dbus/", "src/x11/", "src/core/", "src/platform/platform.ts", ...HOST],
      "src/sidecars/supervisor.ts",
    ],
    mayImportTypes: ["src/sidecars/supervised_program.ts"],
    because: "tray/ draws, and has its helper kept running",
  },
  {
    ...NONE,
    holds: ["src/notify/"],
    what: "Notices on the screen, by each system's way to show them",
    mayImport: ["src/notify/", "src/dbus/", "src/core/", "src/platform/platform.ts", ...HOST],
    because: "notify/ hands over what core/ has written",
  },
  {
    ...NONE,
    holds: ["src/storage/"],
    what: "What outlives the process: settings file, state file, history, logs",
    mayImport: ["src/storage/", "src/core/", ...HOST],
    because: "storage/ reads and writes what outlives the process, and decides nothing",
  },
];

const PROGRAM: readonly Room[] = [
  {
    ...NONE,
    holds: ["src/agents/"],
    what: "Finds, follows and answers coding agents, a folder for each kind of them",
    mayImport: [
      ...["src/agents/", "src/x11/", "src/core/", "src/net/read_body.ts", "src/tasks/while_settings_same.ts"],
      ...[...HOST, ...TASK],
    ],
    mayImportTypes: ["src/platform/platform.ts"],
    because: "agents/ finds, follows and answers agents, over the host it is given",
  },
  {
    ...NONE,
    holds: ["src/sidecars/"],
    what: "Keeps sidecars running: starts, watches and ends them, and passes on calls to them",
    mayImport: ["src/sidecars/", "src/core/", "src/storage/", "src/net/read_body.ts", ...HOST, ...TASK],
    mayImportTypes: ["src/platform/platform.ts"],
    because: "sidecars/ does what the state machine in core/ says, over the host it is given",
  },
  {
    ...NONE,
    holds: ["src/server/"],
    what: "The loopback server: its methods and its events, and how another process calls it",
    mayImport: ["src/server/", "src/core/", "src/storage/", ...HOST, ...TASK],
    mayImportTypes: ["src/sidecars/sidecars_port.ts", "src/tasks/history_port.ts"],
    because: "server/ tells other processes what it is given, and passes on what they want",
  },
  {
    ...NONE,
    holds: ["src/tasks/"],
    what: "What goes on all the time: asking for the usage, telling alerts, writing files",
    mayImport: [
      ...["src/tasks/", "src/core/", "src/providers/provider.ts", "src/platform/platform.ts"],
      ...["src/tray/driver.ts", "src/notify/sender.ts", ...HOST],
    ],
    mayImportTypes: ["src/net/net_client.ts"],
    because: "tasks get the concrete provider, platform, driver and network from compose.ts",
  },
  {
    ...NONE,
    holds: ["src/app/version.ts"],
    what: "The version of the program",
    mayImport: ["deno.json"],
    because: "the version stands in deno.json and nowhere else",
  },
  {
    ...NONE,
    holds: ["src/demo/"],
    what: "A simulated account, simulated agents and simulated sidecars",
    mayImport: [
      ...["src/demo/", "src/core/", ...HOST],
      ...["databases", "files", "programs"].map((what) => `src/host/${what}/memory_${what}.ts`),
    ],
    because: "the demo stands behind the same interfaces as the world, and knows nothing of the program",
  },
  {
    ...NONE,
    holds: ["src/app/"],
    what: "The program that stays: its store, its views, and what its Actions do",
    mayImport: ["src/"],
    not: [...CHOSEN, "src/commands/", "src/demo/"],
    butFor: BY_INTERFACE,
    because: "app/ wires what compose.ts has chosen",
  },
  {
    ...NONE,
    holds: ["src/commands/"],
    what: "The command line: its arguments, the commands that end by themselves, and doctor",
    mayImport: ["src/"],
    not: CHOSEN,
    butFor: BY_INTERFACE,
    because: "commands/ ask or start what compose.ts has chosen",
  },
  {
    ...NONE,
    holds: ["src/main.ts", "src/compose.ts"],
    what: "The composition root: which host, platform, vendor and driver the program gets",
    mayImport: ["src/"],
    because: "somebody has to choose",
  },
];

/** The first room that holds a file is the file's. */
export const ROOMS: readonly Room[] = [...CORE, ...EDGES, ...PROGRAM];

/** Whether a path is one of these, or in one of these folders. */
export function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => place.endsWith("/") ? path.startsWith(place) : path === place);
}

export function roomOf(path: string): Room | undefined {
  return ROOMS.find(({ holds }) => isIn(path, holds));
}
