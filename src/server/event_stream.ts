/** What the event stream tells: how things are now, and each change. */
import { failureOfUsage } from "../core/usage/usage.ts";
import type { Sidecars } from "../sidecars/sidecars_port.ts";
import { sidecarAnnouncements } from "../core/sidecars/sidecar_announcements.ts";
import type { Messages } from "../core/language/messages.ts";
import { usageObject } from "../core/views/get_usage_json.ts";
import { snapshot } from "../core/views/snapshot.ts";
import { opencodeList } from "../core/agents/agents_json.ts";
import { snoozeAt } from "../core/alerts/snooze.ts";
import { shownLine } from "../core/text/shown_text.ts";
import { isoTime } from "../core/time/iso_time.ts";
import { minute } from "../core/time/units.ts";
import type { State } from "../core/state.ts";
import { storedReadingOf, usageAt } from "../core/usage/current_usage.ts";
import type { Host } from "../host/host.ts";
import type { Events, PassedOnEvents } from "./event_log.ts";
import type { Store } from "../tasks/task.ts";
import type { TrayView } from "../core/views/tray_view.ts";

/** What the tray shows: now, and each time that it changes. */
export interface TrayViews {
  view(): TrayView;
  /** Returns the way to stop it. */
  subscribe(listener: (view: TrayView) => void): () => void;
}

export interface EventSources {
  readonly host: Pick<Host, "now">;
  readonly store: Store;
  readonly views: TrayViews;
  /** Asked at each event: the language may change. */
  readonly messages: () => Messages;
}

export function serverEvents({ host, store, views, messages }: EventSources): Events {
  const time = () => isoTime(host.now());
  return {
    snapshot: () => ({
      ...{ type: "snapshot", time: time() },
      data: snapshot(store.state(), host.now(), messages()),
    }),
    listen: (listener) => {
      let before = store.state();
      let instances = JSON.stringify(opencodeList(before.agents, host.now()));
      const stops = [
        views.subscribe((view) => {
          listener({ type: "tray-update", time: time(), data: view });
          // Agents do hundreds of things a second: only what shows in the tray is an event.
          const listed = opencodeList(store.state().agents, host.now());
          const text = JSON.stringify(listed);
          if (text !== instances) listener({ type: "opencode", time: time(), data: { instances: listed } });
          instances = text;
        }),
        store.subscribe((event) => {
          const state = store.state();
          const now = host.now();
          if (event.type === "told") {
            const { title, body, alerts } = event;
            listener({ type: "alert", time: time(), data: { title, body, alerts } });
          }
          if (storedReadingOf(state) !== storedReadingOf(before)) {
            const usage = usageObject(state, now, messages());
            listener({
              type: "usage-updated",
              time: time(),
              data: { ...("five_hour" in usage ? usage.five_hour : null), ...usage },
            });
          }
          if (isOffline(state, now) !== isOffline(before, now)) {
            listener({ type: "offline-mode", time: time(), data: { offline: isOffline(state, now) } });
          }
          if (state.snoozedUntil !== before.snoozedUntil) {
            const until = snoozeAt(state, now);
            listener({
              type: "snooze-activated",
              time: time(),
              data: { minutes: until === null ? 0 : Math.round((until - now) / minute) },
            });
          }
          for (const data of sidecarAnnouncements(before, event, state, messages())) {
            listener({ type: "sidecar", time: time(), data });
          }
          before = state;
        }),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}

/** What sidecars send, and what happens to the connections to them. */
export function passedOnEvents(
  { host, messages }: Pick<EventSources, "host" | "messages">,
  sidecars: Pick<Sidecars, "listen">,
): PassedOnEvents {
  return (listener) =>
    sidecars.listen((told) => {
      const time = isoTime(host.now());
      if (!("note" in told)) return listener({ type: "sidecar", time, data: told });
      const { name, note } = told;
      return listener({
        ...{ type: "sidecar", time },
        data: note.kind === "ipc-error"
          ? { name, event: note.kind, reason: shownLine(messages().reason(note.why)) }
          : { name, event: note.kind },
      });
    });
}

function isOffline(state: State, now: number): boolean {
  return failureOfUsage(usageAt(state, now))?.kind === "offline";
}
