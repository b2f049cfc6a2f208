/**
 * Shows notices through the notification service of a Linux desktop, with real buttons. The service and the bus may be missing, start
 * late, hang, end and come back. Each of these is an answer of `send()`; none of them ends the program.
 */
import { aborted, firstOf } from "../host/abort_signals.ts";
import { BusError } from "../dbus/bus.ts";
import type { BusHost } from "../dbus/bus_connection.ts";
import type { Notice } from "../core/alerts/notice.ts";
import type { Action } from "../core/action.ts";
import { withinTime } from "../host/time_limit.ts";
import { type NoticesOnScreen, noticesOnScreen, type Outgoing } from "./notices_on_screen.ts";
import { tidyLine, tidyNotice } from "./notice_text.ts";
import {
  type Abilities,
  connectNotificationService,
  type NotificationService,
  type NotifyRequest,
} from "./dbus_notification_service.ts";
import type { NoticeSender, SenderDescription } from "./sender.ts";
import { minute } from "../core/time/units.ts";
import type { Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

/** How long in ms one notice may take, all in all: the bus, the start of the service, its answer. */
const SEND_MS = 14_000;
/** How long in ms the service may take to show one notice. */
const SHOW_MS = 10_000;
const DESCRIBE_MS = 1_900;
/** How long in ms to wait for a bus that is missing, doubling up to the second. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = minute;

/** A connection, and what is shown over it. */
interface Link {
  readonly service: NotificationService;
  readonly notices: NoticesOnScreen;
}

/** Connects with the first notice, question or listener, and anew when the bus has gone away. */
export function dbusSender({ host }: { readonly host: BusHost }): NoticeSender {
  const closing = new AbortController();
  const listeners = new Set<() => void>();
  let current: Promise<Link> | null = null;
  let stopWatching: AbortController | null = null;
  let turn: Promise<void> = Promise.resolve();
  let sending = 0;
  /** The service that has not answered the last notice in time. */
  let silent: NotificationService | null = null;

  const tellListeners = () => {
    for (const listener of [...listeners]) listener();
  };
  // A service that appears while a notice is on its way was started by that notice. If it fails, trying again at once does not help.
  const serviceCame = () => {
    if (sending === 0) tellListeners();
  };

  function connected(): Promise<Link> {
    if (closing.signal.aborted) {
      return Promise.reject(new BusError("gone", { about: "bus", kind: "program-ending" }));
    }
    if (current !== null) return current;
    const opening = openLink(host, serviceCame);
    const forget = () => {
      if (current === opening) current = null;
    };
    current = opening;
    opening.then(({ service }) => {
      service.gone.addEventListener("abort", forget);
      if (service.gone.aborted) forget();
    }, forget);
    return opening;
  }

  async function show(notice: Notice, pressed: (action: Action) => void): Promise<void> {
    const { service, notices } = await connected();
    // A service that has not answered yet gets no other notice before it says something: it would show them all at once.
    const abilities = await service.abilities(notices.waiting() || silent === service);
    const outgoing = notices.begin(notice, pressed);
    const shown = service.notify(requestFor(notice, abilities, outgoing))
      .then((id) => {
        if (silent === service) silent = null;
        if (!outgoing.answered(id)) takeAway(service, id);
      }, (error: unknown) => {
        if (error instanceof BusError && error.kind === "timeout") silent = service;
        outgoing.failed();
        throw error;
      });
    await withinTime(shown, { host, limitMs: SHOW_MS, late: noAnswer });
  }

  async function withdraw(subject: string): Promise<void> {
    // Where there is no connection, nothing is known to be shown.
    if (current === null) return;
    const { service, notices } = await current;
    const id = notices.withdrawn(subject);
    // The bus keeps the order: nothing that is sent afterwards has to wait for the answer.
    if (id !== null) takeAway(service, id);
  }

  /** Keeps connected, so that the service's return is heard. */
  async function watch(signal: AbortSignal): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    let missed = false;
    while (!signal.aborted) {
      try {
        const { service } = await connected();
        if (missed) tellListeners();
        waitMs = FIRST_WAIT_MS;
        await aborted(service.gone, signal);
      } catch {
        // There is no bus. `send()` says why.
      }
      missed = true;
      await host.sleep(waitMs, signal);
      waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
    }
  }

  return {
    name: "D-Bus",
    async send(notice, pressed) {
      // One after the other, so that the second notice of a subject replaces the first.
      const work = turn.then(() => show(tidyNotice(notice), pressed));
      turn = work.catch(() => {});
      sending += 1;
      try {
        await withinTime(work, { host, limitMs: SEND_MS, late: noAnswer });
        return { kind: "shown" };
      } catch (error) {
        return { kind: "failed", why: whyOf(error) };
      } finally {
        sending -= 1;
      }
    },
    withdraw(subject) {
      turn = turn.then(() => withdraw(subject)).catch(() => {});
    },
    onReturn(listener) {
      const entry = () => listener();
      listeners.add(entry);
      if (stopWatching === null) {
        stopWatching = new AbortController();
        watch(firstOf(stopWatching.signal, closing.signal).signal);
      }
      return () => {
        listeners.delete(entry);
        if (listeners.size > 0) return;
        stopWatching?.abort();
        stopWatching = null;
      };
    },
    async describe() {
      try {
        const asking = connected().then(({ service }) => description(service));
        return await withinTime(asking, { host, limitMs: DESCRIBE_MS, late: noAnswer });
      } catch (error) {
        return { kind: "missing", why: whyOf(error), remedy: START_ONE };
      }
    },
    async close() {
      const last = current;
      closing.abort();
      current = null;
      await last?.then(({ service }) => service.close(), () => {});
    },
  };
}

async function openLink(host: BusHost, serviceCame: () => void): Promise<Link> {
  const notices = noticesOnScreen();
  const service = await connectNotificationService(host, {
    ownerChanged(owner) {
      notices.forgetAll();
      if (owner !== null) serviceCame();
    },
    invoked: notices.invoked,
    closed: notices.closed,
  });
  return { service, notices };
}

/** If it fails, the notice is gone already, or it stays. */
function takeAway(service: NotificationService, id: number): void {
  service.takeAway(id).catch(() => {});
}

function requestFor(notice: Notice, abilities: Abilities, { keys, replaces }: Outgoing): NotifyRequest {
  const { title, body, urgency } = notice;
  return {
    replaces,
    title,
    body: abilities.markup ? escaped(body) : body,
    actions: abilities.actions ? keys.map(({ key, label }) => [key, label]) : [],
    ...(urgency === "critical"
      ? { urgency: 2, icon: "dialog-warning" } as const
      : { urgency: 1, icon: "dialog-information" } as const),
  };
}

/** As text inside markup. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const START_ONE: Remedy = { kind: "start-notification-service" };

async function description(service: NotificationService): Promise<SenderDescription> {
  if (!service.running()) {
    return await service.startable()
      ? { kind: "works", detail: { about: "notifications", kind: "by-startable-service" } }
      : { kind: "missing", why: NO_SERVICE, remedy: START_ONE };
  }
  const [name, { actions }] = await Promise.all([service.information(), service.abilities(false)]);
  const detail: Reason = {
    about: "notifications",
    kind: "by-service",
    name: tidyLine(name, 60),
    buttons: actions,
  };
  return { kind: "works", detail };
}

const NO_SERVICE: Reason = { about: "notifications", kind: "no-service" };
const SILENT: Reason = { about: "notifications", kind: "silent-service" };

function noAnswer(): BusError {
  return new BusError("timeout", SILENT);
}

/** The words of another program are not repeated, since they may contain the notice's text. */
function whyOf(error: unknown): Reason {
  if (!(error instanceof BusError)) return { about: "notifications", kind: "not-sent" };
  switch (error.kind) {
    case "timeout":
      return SILENT;
    case "gone":
      return { about: "several", kind: "after-colon", why: error.reason };
    case "answer":
      return refusal(error.errorName);
  }
}

function refusal(errorName: string): Reason {
  const prefix = "org.freedesktop.DBus.Error.";
  const name = errorName.startsWith(prefix) ? errorName.slice(prefix.length) : errorName;
  if (name === "ServiceUnknown" || name === "NameHasNoOwner") return NO_SERVICE;
  if (name === "NoReply" || name === "Disconnected") {
    return { about: "notifications", kind: "service-ended" };
  }
  if (name.startsWith("Spawn.")) return { about: "notifications", kind: "service-not-started" };
  return { about: "notifications", kind: "refused", error: name };
}
