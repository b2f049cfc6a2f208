/** Who may import whom, and why: each room of `src/`. `architecture.ts` holds the code to it, and CONTRIBUTING.md shows it. */

/** A part of the house. A pattern that ends with "/" is a folder, with "*" a beginning, else a file. */
export interface Part {
  readonly holds: readonly string[];
  readonly mayImport: readonly string[];
  /** What it may import as types only. */
  readonly mayImportTypes: readonly string[];
  /** Taken out of `mayImport`, but for `butFor`. */
  readonly not: readonly string[];
  readonly butFor: readonly string[];
  /** The packages it may import; null = any. */
  readonly packages: readonly string[] | null;
  readonly because: string;
}

const NOTHING: Omit<Part, "holds" | "because"> = {
  mayImport: [],
  mayImportTypes: [],
  not: [],
  butFor: [],
  packages: null,
};

/** The seam to the system, and what stands on it alone: time limits, and folders that are nobody else's. */
export const HOST = ["src/host/host.ts", "src/host/time_limit.ts", "src/host/files/private_folder.ts"];

/** Why something does not work, as a value, and errors that carry it. */
const REASONS = ["src/core/reason.ts", "src/core/reason_error.ts"];

/** What every task that runs for ever is made of. */
export const TASK = ["src/tasks/task.ts", "src/tasks/supervise.ts", "src/tasks/sleep_until.ts"];

/** The first part that holds a file is the file's. */
export const PARTS: readonly Part[] = [
  {
    ...NOTHING,
    holds: ["src/core/"],
    mayImport: ["src/core/"],
    packages: ["zod"],
    because: "core/ runs with no permissions, at any time, on any system",
  },
  {
    ...NOTHING,
    holds: ["src/host/"],
    mayImport: ["src/host/"],
    because: "the outermost seam knows nothing of the program",
  },
  {
    ...NOTHING,
    holds: ["src/net/"],
    mayImport: ["src/net/", "src/core/"],
    mayImportTypes: ["src/host/host.ts"],
    because: "net/ describes ways to a server, over the host it is given",
  },
  {
    ...NOTHING,
    holds: ["src/providers/"],
    mayImport: ["src/providers/", "src/net/", "src/core/"],
    mayImportTypes: ["src/host/host.ts", "src/platform/platform.ts"],
    because: "providers read, over the host they are given",
  },
  {
    ...NOTHING,
    holds: ["src/platform/"],
    mayImport: ["src/platform/", "src/core/"],
    mayImportTypes: ["src/host/host.ts"],
    because: "a platform describes, so that every system's is tested on any",
  },
  {
    ...NOTHING,
    holds: ["src/dbus/"],
    mayImport: ["src/dbus/", ...REASONS, ...HOST],
    because: "dbus/ carries messages, whatever they are about, and says why it cannot",
  },
  {
    ...NOTHING,
    holds: ["src/x11/"],
    mayImport: ["src/x11/", ...HOST],
    because: "x11/ speaks to an X server, whatever about",
  },
  {
    ...NOTHING,
    holds: ["src/tray/"],
    mayImport: ["src/tray/", "src/dbus/", "src/x11/", "src/core/", "src/platform/platform.ts", ...HOST],
    because: "tray/ draws",
  },
  {
    ...NOTHING,
    holds: ["src/notify/"],
    mayImport: ["src/notify/", "src/dbus/", "src/core/", "src/platform/platform.ts", ...HOST],
    because: "notify/ hands over what core/ has written",
  },
  {
    ...NOTHING,
    holds: ["src/storage/"],
    mayImport: ["src/storage/", "src/core/", ...HOST],
    because: "storage/ reads and writes what outlives the process, and decides nothing",
  },
  {
    ...NOTHING,
    holds: ["src/agents/"],
    mayImport: [
      "src/agents/",
      "src/x11/",
      "src/net/read_body.ts",
      "src/core/",
      "src/tasks/while_settings_same.ts",
      ...HOST,
      ...TASK,
    ],
    mayImportTypes: ["src/platform/platform.ts"],
    because: "agents/ finds, follows and answers agents, over the host it is given",
  },
  {
    ...NOTHING,
    holds: ["src/server/"],
    mayImport: ["src/server/", "src/core/", "src/storage/", ...HOST, ...TASK],
    because: "server/ tells other processes what it is given, and passes on what they want",
  },
  {
    ...NOTHING,
    holds: ["src/tasks/"],
    mayImport: [
      ...["src/tasks/", "src/core/", "src/providers/provider.ts", "src/platform/platform.ts"],
      ...["src/tray/driver.ts", "src/notify/sender.ts", ...HOST],
    ],
    mayImportTypes: ["src/net/net_client.ts"],
    because: "tasks get the concrete provider, platform, driver and network from compose.ts",
  },
  {
    ...NOTHING,
    holds: ["src/app/version.ts"],
    mayImport: ["deno.json"],
    because: "the version stands in deno.json and nowhere else",
  },
  {
    ...NOTHING,
    holds: ["src/main.ts", "src/compose.ts"],
    mayImport: ["src/"],
    because: "they are the composition root",
  },
  {
    ...NOTHING,
    holds: ["src/app/", "src/commands/", "src/demo/"],
    mayImport: ["src/"],
    not: [
      ...["src/main.ts", "src/compose.ts", "src/host/", "src/providers/", "src/platform/"],
      ...["src/tray/sni_driver.ts", "src/tray/systray_driver.ts"],
    ],
    butFor: [
      ...HOST,
      "src/host/files/memory_files.ts",
      ...["src/providers/provider.ts", "src/platform/platform.ts"],
    ],
    because: "app/, demo/ and commands/ wire what compose.ts has chosen",
  },
];
