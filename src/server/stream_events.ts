/** Every type of event that the stream tells: when it is told, and what is in it. `event_stream.ts` tells them. */
import * as z from "zod";
import { agentServers } from "./schemas/agent_schema.ts";
import { sidecarEvent } from "./schemas/sidecar_schema.ts";
import { alert, snapshotSchema } from "./schemas/snapshot_schema.ts";
import { trayViewSchema } from "./schemas/tray_schema.ts";
import { usageUpdate } from "./schemas/usage_schema.ts";

/** `when` is for the reference. */
interface EventEntry {
  readonly when: string;
  readonly data: z.ZodType;
}

export const streamEvents = {
  "snapshot": {
    when:
      "First, and again where events were lost, because the reader was too slow or was away for too long.",
    data: snapshotSchema,
  },
  "tray-update": {
    when: "The tray shows something else than before.",
    data: trayViewSchema,
  },
  "usage-updated": {
    when: "There are new figures: of the server, of Claude Code's stored answer, or of its status line.",
    data: usageUpdate,
  },
  "alert": {
    when: "A person was told something.",
    data: z.strictObject({
      title: z.string(),
      body: z.string(),
      alerts: z.array(alert).readonly().describe("what was told together"),
    }),
  },
  "snooze-activated": {
    when: "Notifications were snoozed, or are no longer.",
    data: z.strictObject({ minutes: z.int().describe("0 = no longer") }),
  },
  "offline-mode": {
    when: "The network is gone, or back.",
    data: z.strictObject({ offline: z.boolean() }),
  },
  "opencode": {
    when: "What `opencode.list` answers has changed.",
    data: z.strictObject({ instances: agentServers }),
  },
  "sidecar": {
    when:
      "Something has happened to a sidecar, or it has sent something: a chunk of a call, or an event of a stream. What has a `stream` " +
      "comes in order and is never dropped: the sidecar waits for a slow reader, which is cut when it takes too little for a minute.",
    data: sidecarEvent,
  },
} satisfies Readonly<Record<string, EventEntry>>;

export type EventType = keyof typeof streamEvents;

/** One line of the event stream. */
export type ServerEvent = {
  [T in EventType]: {
    readonly type: T;
    /** ISO 8601. */
    readonly time: string;
    readonly data: z.output<(typeof streamEvents)[T]["data"]>;
  };
}[EventType];
