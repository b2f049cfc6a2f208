/** Where nothing happens, for servers of which no event is read. */
import { isoTime } from "../../src/core/time/iso_time.ts";
import type { EventStreamParts } from "../../src/server/event_log.ts";
import { t0 } from "../core/situations.ts";

export const noEvents: EventStreamParts = {
  events: {
    snapshot: () => ({ type: "offline-mode", time: isoTime(t0), data: { offline: false } }),
    listen: () => () => {},
  },
  passedOn: () => () => {},
};
