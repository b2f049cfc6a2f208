/** A notification service that does what a test wants, right or wrong; and notices to send to it. */
import type { Action } from "../../src/core/action.ts";
import type { Notice } from "../../src/core/alerts/notice.ts";
import { type Answer, type BusProgram, busProgram, type TestBus } from "./notice_bus.ts";

export const NAME = "org.freedesktop.Notifications";
export const OBJECT = { path: "/org/freedesktop/Notifications", interface: NAME } as const;

export interface FakeService extends BusProgram {
  press(id: number, key: string): void;
  close(id: number): void;
  /** The numbers of those that were to be taken away, in order. */
  withdrawn(): readonly unknown[];
  /** What was to be shown, in order. */
  notices(): readonly Received[];
}

/** What came with a Notify. */
export interface Received {
  readonly app: string;
  readonly replaces: number;
  readonly icon: string;
  readonly title: string;
  readonly body: string;
  /** Keys and labels in turn. */
  readonly actions: readonly string[];
  readonly hints: Readonly<Record<string, unknown>>;
  readonly expireMs: number;
}

export interface FakeOptions {
  readonly capabilities?: readonly string[];
  /** Instead of the next number. */
  readonly notify?: (program: BusProgram, received: Received, number: number) => Answer;
  readonly getCapabilities?: () => Answer;
}

export async function fakeService(
  bus: Pick<TestBus, "address">,
  options: FakeOptions = {},
): Promise<FakeService> {
  let last = 100;
  const program = await busProgram(bus, NAME, ({ member, body }, self) => {
    switch (member) {
      case "GetCapabilities": {
        const { capabilities = ["actions", "body", "body-markup"], getCapabilities } = options;
        return getCapabilities === undefined ? ["as", [...capabilities]] : getCapabilities();
      }
      case "GetServerInformation":
        return ["ssss", "fake", "nobody", "1.0", "1.2"];
      case "Notify": {
        const notice = received(body);
        const id = notice.replaces === 0 ? ++last : notice.replaces;
        return options.notify === undefined ? ["u", id] : options.notify(self, notice, id);
      }
      case "CloseNotification":
        self.signal({ ...OBJECT, member: "NotificationClosed" }, "uu", body[0], 3);
        return [""];
      default:
        return { error: "org.freedesktop.DBus.Error.UnknownMethod" };
    }
  });
  return {
    ...program,
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
    press: (id, key) => program.signal({ ...OBJECT, member: "ActionInvoked" }, "us", id, key),
    close: (id) => program.signal({ ...OBJECT, member: "NotificationClosed" }, "uu", id, 2),
    withdrawn: () => program.bodies("CloseNotification").map(([id]) => id),
    notices: () => program.bodies("Notify").map(received),
  };
}

function received(body: readonly unknown[]): Received {
  const [app, replaces, icon, title, text, actions, hints, expireMs] = body as [
    string,
    number,
    string,
    string,
    string,
    string[],
    Record<string, { readonly signature: string; readonly value: unknown }>,
    number,
  ];
  const values = Object.entries(hints).map(([name, { signature, value }]) => [name, [signature, value]]);
  return { app, replaces, icon, title, body: text, actions, hints: Object.fromEntries(values), expireMs };
}

export const SNOOZE: Action = { kind: "snooze", minutes: 15 };
export const SHOW: Action = { kind: "show" };
export const OPENS = { label: "Open", action: SHOW } as const;

export const NOTICE: Notice = {
  subject: "usage",
  title: "Claude Usage Warning",
  body: "Session 90 %",
  urgency: "normal",
  buttons: [
    { id: "snooze:15", label: "Snooze 15 min", action: SNOOZE },
    { id: "show", label: "Show", action: SHOW },
  ],
  opens: null,
};

/** Collects what is pressed. */
export function presses(): { readonly actions: readonly Action[]; pressed(action: Action): void } {
  const actions: Action[] = [];
  return { actions, pressed: (action) => void actions.push(action) };
}
