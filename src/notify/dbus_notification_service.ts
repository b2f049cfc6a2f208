/**
 * The desktop's notification service over one connection to the session bus: which program it is at the moment, what it can do, and
 * what people press. Signals count only if that program has sent them, since every client of the bus can send such signals.
 * Source: freedesktop.org "Desktop Notifications Specification" 1.2.
 */
import { Variant } from "@jellybrick/dbus-next";
import * as z from "zod";
import { BUS, BusError, type SessionBus } from "../dbus/bus.ts";
import { type BusHost, connectSessionBus } from "../dbus/bus_connection.ts";
import { minute } from "../core/time/units.ts";

const SERVICE = {
  destination: "org.freedesktop.Notifications",
  path: "/org/freedesktop/Notifications",
  interface: "org.freedesktop.Notifications",
} as const;

/** How long in ms the service may take to say what it can do: the bus may have to start it first. */
const START_MS = 10_000;
/** How long in ms to listen for the answer to a notice. Even a late answer says which notice is shown. */
const NOTIFY_MS = minute;
const INFORMATION_MS = 1_000;

export interface ServiceEvents {
  /** Another program is the service now, or none (null). The earlier notices are not known to it. */
  ownerChanged(owner: string | null): void;
  /** A person has pressed something on a notice, ours or another program's. */
  invoked(id: number, key: string): void;
  closed(id: number): void;
}

export interface Abilities {
  readonly actions: boolean;
  readonly markup: boolean;
}

/** What is shown; texts are handed over as they are. */
export interface NotifyRequest {
  /** The notice whose place it takes; 0 = none. */
  readonly replaces: number;
  readonly icon: string;
  readonly title: string;
  readonly body: string;
  /** What can be pressed: keys and labels. */
  readonly actions: readonly (readonly [key: string, label: string])[];
  readonly urgency: 1 | 2;
}

/** All calls reject with `BusError`. */
export interface NotificationService {
  /** Aborts when the connection has ended. */
  readonly gone: AbortSignal;
  /** Whether some program is the service now. */
  running(): boolean;
  /** Whether the bus can start one. */
  startable(): Promise<boolean>;
  /** Starts the service where that is needed; asks each owner once, or with `again` once more. */
  abilities(again: boolean): Promise<Abilities>;
  /** Name and version. */
  information(): Promise<string>;
  /** Shows it; gives the number by which the service knows it. May take 60 s. */
  notify(request: NotifyRequest): Promise<number>;
  /** Takes away what the present service shows under this number. */
  takeAway(id: number): Promise<void>;
  close(): Promise<void>;
}

const OWNER_CHANGED = z.tuple([z.string(), z.string(), z.string()]);
const NUMBER = z.number().int().min(0).max(0xffff_ffff);
const INVOKED = z.tuple([NUMBER, z.string()]);
const CLOSED = z.tuple([NUMBER]).rest(z.unknown());
const NAMES = z.tuple([z.array(z.string())]);
const INFORMATION = z.tuple([z.string(), z.string(), z.string()]).rest(z.unknown());

/** Connects and listens. Rejects with `BusError` ("gone") when there is no bus that answers; takes 6 s at most. */
export async function connectNotificationService(
  host: BusHost,
  events: ServiceEvents,
): Promise<NotificationService> {
  const bus = await connectSessionBus(host);
  try {
    return await serviceOver(bus, events);
  } catch (error) {
    await bus.close();
    if (error instanceof BusError && error.kind === "timeout") {
      throw new BusError("gone", { about: "bus", kind: "silent" });
    }
    throw error;
  }
}

async function serviceOver(bus: SessionBus, events: ServiceEvents): Promise<NotificationService> {
  let owner: string | null = null;
  let heardOfOwner = false;
  let known: Abilities | null = null;
  const { destination: name, path, interface: iface } = SERVICE;

  await Promise.all([
    bus.hear(
      { ...BUS, sender: BUS.destination, member: "NameOwnerChanged", arg0: name },
      ({ body }) => {
        const parsed = OWNER_CHANGED.safeParse(body);
        if (!parsed.success) return;
        owner = parsed.data[2] || null;
        heardOfOwner = true;
        known = null;
        events.ownerChanged(owner);
      },
    ),
    bus.hear({ sender: name, path, interface: iface, member: "ActionInvoked" }, ({ sender, body }) => {
      const parsed = INVOKED.safeParse(body);
      if (sender === owner && parsed.success) events.invoked(...parsed.data);
    }),
    bus.hear({ sender: name, path, interface: iface, member: "NotificationClosed" }, ({ sender, body }) => {
      const parsed = CLOSED.safeParse(body);
      if (sender === owner && parsed.success) events.closed(parsed.data[0]);
    }),
  ]);
  const asked = await ownerOf(bus, name);
  if (!heardOfOwner) owner = asked;

  return {
    gone: bus.gone,
    running: () => owner !== null,
    async startable() {
      const parsed = NAMES.safeParse(await bus.call({ ...BUS, member: "ListActivatableNames" }));
      return parsed.success && parsed.data[0].includes(name);
    },
    async abilities(again) {
      if (known !== null && !again) return known;
      const parsed = NAMES.safeParse(
        await bus.call({ ...SERVICE, member: "GetCapabilities", timeoutMs: START_MS }),
      );
      const has = (ability: string) => parsed.success && parsed.data[0].includes(ability);
      known = { actions: has("actions"), markup: has("body-markup") };
      return known;
    },
    async information() {
      const call = { ...SERVICE, member: "GetServerInformation", timeoutMs: INFORMATION_MS };
      const parsed = INFORMATION.safeParse(await bus.call(call));
      return parsed.success ? `${parsed.data[0]} ${parsed.data[2]}` : "a service that does not say its name";
    },
    async notify(request) {
      const answer = await bus.call({
        ...SERVICE,
        // Each service has its own numbers. If another program takes the name now, its numbers mean other notices.
        destination: owner ?? name,
        member: "Notify",
        signature: "susssasa{sv}i",
        body: notifyBody(request),
        timeoutMs: NOTIFY_MS,
      });
      const parsed = z.tuple([NUMBER]).safeParse(answer);
      if (!parsed.success) throw new BusError("answer", { about: "notifications", kind: "not-sent" });
      return parsed.data[0];
    },
    async takeAway(id) {
      // Not by the name: if another program takes the name now, the number means another notice there.
      if (owner === null) return;
      const call = { ...SERVICE, destination: owner, member: "CloseNotification" };
      await bus.call({ ...call, signature: "u", body: [id] });
    },
    close: () => bus.close(),
  };
}

/** The unique name of the program that has the name; null = nobody has it. */
async function ownerOf(bus: SessionBus, name: string): Promise<string | null> {
  try {
    const [owner] = await bus.call({ ...BUS, member: "GetNameOwner", signature: "s", body: [name] });
    return typeof owner === "string" ? owner : null;
  } catch (error) {
    if (error instanceof BusError && error.kind === "answer") return null;
    throw error;
  }
}

/** The service decides how long a notice is shown. A critical one stays until a person has seen it. */
const AS_LONG_AS_THE_SERVICE_LIKES = -1;

function notifyBody(request: NotifyRequest): readonly unknown[] {
  const hints = {
    urgency: new Variant("y", request.urgency),
    category: new Variant("s", "x-claudeminder.alert"),
    "desktop-entry": new Variant("s", "claudeminder"),
  };
  const { replaces, icon, title, body, actions } = request;
  return [
    "claudeminder",
    replaces,
    icon,
    title,
    body,
    actions.flat(),
    hints,
    AS_LONG_AS_THE_SERVICE_LIKES,
  ];
}
