/** A sender of notices for tests: a test sees what was shown, presses buttons, and lets it fail. */
import type { Action } from "../../src/core/action.ts";
import type { Notice } from "../../src/core/alerts/notice.ts";
import type { NoticeSender, Sent } from "../../src/notify/sender.ts";

export interface FakeSender extends NoticeSender {
  readonly shown: Notice[];
  /** The subjects of the notices that were taken away, in order. */
  readonly withdrawn: string[];
  /** What the next notices become. */
  outcome: Sent | (() => Promise<Sent>);
  press(id: string): void;
  /** Notices may be shown again. */
  comeBack(): void;
}

export function fakeSender(show: (notice: Notice) => void = () => {}): FakeSender {
  const listeners = new Set<() => void>();
  let pressed: (action: Action) => void = () => {};
  const sender: FakeSender = {
    name: "a test",
    shown: [],
    withdrawn: [],
    outcome: { kind: "shown" },
    async send(notice, perform) {
      const sent = typeof sender.outcome === "function" ? await sender.outcome() : sender.outcome;
      if (sent.kind === "failed") return sent;
      sender.shown.push(notice);
      show(notice);
      pressed = perform;
      return sent;
    },
    press(id) {
      const button = sender.shown.at(-1)?.buttons.find((candidate) => candidate.id === id);
      if (button === undefined) throw new Error(`no button ${id}`);
      pressed(button.action);
    },
    comeBack() {
      for (const listener of listeners) listener();
    },
    withdraw: (subject) => void sender.withdrawn.push(subject),
    onReturn(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    describe: () => Promise.resolve({ kind: "works", detail: { about: "system", text: "a test" } }),
    close: () => Promise.resolve(),
  };
  return sender;
}
