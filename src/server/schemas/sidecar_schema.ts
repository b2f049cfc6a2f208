/** Sidecars as other programs get them. */
import * as z from "zod";
import { phaseKinds } from "../../core/sidecars/phase_parts.ts";
import type { ListedSidecar, LogFiles, SidecarStatus } from "../../core/sidecars/sidecar_json.ts";
import { type Shape, time } from "./shape.ts";

/** What is known of a sidecar. */
export const sidecarStatus = z.strictObject(
  {
    name: z.string(),
    state: z.enum(phaseKinds),
    status: z.enum([
      ...["idle", "starting", "running", "stopping", "stopped", "error", "restarting"] as const,
    ]).describe("the state in the words of older supervisors"),
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
