/** Sidecars, what they have printed, and what is told of them, as other programs get it. */
import * as z from "zod";
import { phaseKinds } from "../../core/sidecars/phase_parts.ts";
import type { ListedSidecar, LogFiles, SidecarStatus } from "../../core/sidecars/sidecar_json.ts";
import type { SidecarAnnouncement } from "../../core/sidecars/sidecar_announcements.ts";
import type { HttpAnswer, LogLine, PassedOn } from "../../sidecars/sidecars_port.ts";
import { type Shape, time } from "./shape.ts";

const olderWord = z.enum(["idle", "starting", "running", "stopping", "stopped", "error", "restarting"]);
const state = z.enum(phaseKinds);

/** What is known of a sidecar. */
export const sidecarStatus = z.strictObject(
  {
    name: z.string(),
    state,
    status: olderWord.describe("the state in the words of older supervisors"),
    running: z.boolean().describe("whether it can be used"),
    url: z.string().nullable().describe('"http://127.0.0.1:8765", "tcp://127.0.0.1:9123", "unix:/path"'),
    port: z.int().nullable(),
    pid: z.int().nullable(),
    restartCount: z.int().describe("restarts in a row"),
    failureCount: z.int().describe("failed checks in a row"),
    unhealthy_after: z.int().describe("after so many of them it is restarted"),
    circuitBreakerOpen: z.boolean().describe("whether it is started again by a person alone"),
    since: time.nullable().describe("since when it is in that state"),
    uptime_seconds: z.int().nullable().describe("how long its process has been there"),
    retry_at: time.exactOptional().describe("when it is started again"),
    reason: z.string().nullable().describe("why it is not well"),
    last_lines: z.array(z.string()).readonly().exactOptional().describe("what it printed before it failed"),
    start: z.enum(["on-demand", "with-app"]),
  } satisfies Shape<SidecarStatus>,
).meta({ id: "SidecarStatus" });

/** The same with the files that hold what it prints. */
export const listedSidecar = sidecarStatus.extend(
  {
    log_files: z.strictObject({ stdout: z.string(), stderr: z.string() } satisfies Shape<LogFiles>),
  } satisfies Shape<Pick<ListedSidecar, "log_files">>,
).meta({ id: "Sidecar" });

/** One that is well. */
export const readySidecar = listedSidecar.omit({ retry_at: true, last_lines: true }).extend({
  baseUrl: z.string().nullable().describe("where it is reached; null = nowhere"),
});

export const logLine = z.strictObject(
  {
    number: z.int().describe("counts from 1 since the program has started"),
    time,
    from: z.enum(["stdout", "stderr"]),
    text: z.string(),
  } satisfies Shape<Omit<LogLine, "time"> & { readonly time: string }>,
);

export const httpAnswer = z.strictObject(
  {
    status: z.int(),
    headers: z.record(z.string(), z.string()).readonly().describe("some of them, in small letters"),
    body: z.unknown().describe("parsed where it is JSON, else the text"),
  } satisfies Shape<HttpAnswer>,
);

const name = z.string();
const count = z.int();
const reason = z.string();

type Announcement<E extends SidecarAnnouncement["event"]> = Shape<
  Extract<SidecarAnnouncement, { readonly event: E }>
>;

const announcement = z.discriminatedUnion("event", [
  z.strictObject(
    {
      name,
      event: z.literal("started"),
      pid: z.int(),
      port: z.int().nullable(),
      url: z.string().nullable(),
    } satisfies Announcement<"started">,
  ),
  z.strictObject({ name, event: z.enum(["healthy", "stopped"]) }),
  z.strictObject(
    {
      name,
      event: z.literal("unhealthy"),
      count: count.describe("failed checks in a row"),
      reason,
    } satisfies Announcement<"unhealthy">,
  ),
  z.strictObject(
    {
      name,
      event: z.literal("state-change"),
      from: olderWord,
      to: olderWord,
      from_state: state,
      to_state: state,
    } satisfies Announcement<"state-change">,
  ),
  z.strictObject(
    {
      name,
      event: z.literal("restarting"),
      count: count.describe("restarts in a row"),
      retry_at: time,
      reason,
    } satisfies Announcement<"restarting">,
  ),
  z.strictObject(
    { name, event: z.literal("restart-failed"), count, reason } satisfies Announcement<"restart-failed">,
  ),
  z.strictObject({ name, event: z.enum(["max-restarts-reached", "circuit-breaker-open"]), count }),
  z.strictObject(
    {
      name,
      event: z.literal("process-exit"),
      code: z.int().nullable().describe("null = a signal has ended it"),
      signal: z.string().nullable(),
    } satisfies Announcement<"process-exit">,
  ),
  z.strictObject({ name, event: z.enum(["process-error", "error"]), reason }),
]);

/** What happens to the connection to a sidecar that speaks JSON-RPC. */
const connectionEvent = z.discriminatedUnion("event", [
  z.strictObject({ name, event: z.enum(["ipc-connected", "ipc-disconnected"]) }),
  z.strictObject({ name, event: z.literal("ipc-error"), reason }),
]);

const passedOn = z.strictObject(
  {
    name,
    stream: z.string().describe(
      "the id of the stream or of the call: what the sidecar itself sends has this key",
    ),
    event: z.string().describe(
      "as the sidecar names it; keepalive after 30 s of silence, end with {reason} at last",
    ),
    data: z.unknown().describe("parsed where it is JSON"),
  } satisfies Shape<PassedOn>,
);

/** The data of an event of type `sidecar`. */
export const sidecarEvent = z.union([announcement, connectionEvent, passedOn]);
