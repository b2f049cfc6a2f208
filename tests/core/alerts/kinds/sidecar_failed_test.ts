/** How a person is told that a sidecar is given up: once for each failure, as long as it is so. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { type NextNotice, nextNotice } from "../../../../src/core/alerts/next_notice.ts";
import { stillTrue } from "../../../../src/core/alerts/still_true.ts";
import { messagesIn } from "../../../../src/core/language/catalogues.ts";
import { en } from "../../../../src/core/language/en/messages.ts";
import type { Settings } from "../../../../src/core/settings.ts";
import { nothingSaved, savedStateOf } from "../../../../src/core/saved_state.ts";
import type { SidecarEvent } from "../../../../src/core/sidecars/sidecar_state.ts";
import { type Event, initialState, reduce, type State } from "../../../../src/core/state.ts";
import { isoTime } from "../../../../src/core/time/iso_time.ts";
import { happens, reports, sidecar, withSidecars } from "../../sidecars/sidecar_samples.ts";
import { minute, t0 } from "../../situations.ts";

const start: SidecarEvent = { kind: "start", by: "person" };

/** Tells what is due, as the notifier does. */
class Person {
  state: State;
  now = t0;

  constructor(private readonly settings: Settings) {
    this.state = initialState(settings, nothingSaved);
  }

  happen(...events: readonly Event[]): void {
    this.state = events.reduce(reduce, this.state);
  }

  /** Started for the first time, it crashes at once. */
  crash(name: string, run = 1, lastLines: readonly string[] = []): void {
    const { spawned, exited } = reports(run);
    const all: readonly SidecarEvent[] = [start, spawned, { ...exited, lastLines }];
    this.happen(...all.map((event) => happens(name, event, this.now)));
  }

  told(): NextNotice | null {
    const next = nextNotice(this.state, this.now, en);
    if (next === null) return null;
    const { notice: { title, body }, told, alerts, spaced } = next;
    this.happen({ type: "told", told, alerts, title, body, pulse: false, spaced, now: this.now });
    return next;
  }

  restart(): void {
    this.state = initialState(this.settings, JSON.parse(JSON.stringify(savedStateOf(this.state))));
  }
}

const once = (name: string) => sidecar(name, { auto_restart: false });

Deno.test("alerts: a sidecar that is given up, with the reason, its last words and a way to start it again", () => {
  const person = new Person(withSidecars(sidecar("agents", { max_restarts: 0 })));
  person.crash("agents", 1, ["Traceback", "ImportError: no module named main", "  "]);
  const told = person.told();
  assertEquals(told?.notice, {
    subject: `sidecar-failed/agents/${t0}`,
    title: "Sidecar agents failed",
    body: "Given up at its first failure: it ended with status 1\nImportError: no module named main",
    urgency: "normal",
    buttons: [{
      id: "start:agents",
      label: "Start again",
      action: { kind: "start-sidecar", name: "agents" },
    }],
    opens: { label: "Open log", action: { kind: "open-sidecar-log", name: "agents" } },
  });
  assertEquals(told?.alerts, [{
    kind: "sidecar-failed",
    sidecar: "agents",
    reason: "Given up at its first failure: it ended with status 1",
    circuit_breaker_open: true,
    failed_at: isoTime(t0),
  }]);
});

Deno.test("alerts: a sidecar that is not to be restarted is told when it ends; one that a person stops is not", () => {
  const person = new Person(withSidecars(once("a"), once("b")));
  const { spawned, gone } = reports(1);
  person.happen(...[start, spawned, { kind: "stop" } as const, gone].map((event) => happens("b", event)));
  person.crash("a");
  assertEquals([person.told()?.notice.body, person.told()], ["It ended with status 1", null]);
});

Deno.test("alerts: a sidecar that is restarted by itself is none", () => {
  const person = new Person(withSidecars(sidecar("a")));
  person.crash("a");
  assertEquals(person.told(), null);
});

Deno.test("alerts: the failure of a sidecar is told once, is over when it is started, and the next one is told anew", () => {
  const person = new Person(withSidecars(once("a")));
  person.crash("a");
  const told = person.told()?.told ?? [];
  const truth = () => stillTrue(told, person.state, person.now);
  person.now += 60 * minute;
  assertEquals([person.told(), truth()], [null, "still"]);
  person.happen(happens("a", start, person.now));
  assertEquals(truth(), "over");
  person.crash("a", 2);
  assertEquals([truth(), person.told()?.notice.title], ["over", "Sidecar a failed"]);
  person.restart();
  assertEquals([truth(), person.told()], ["over", null]);
});

Deno.test("alerts: sidecars that fail together are told together, and those that follow not within a minute", () => {
  const person = new Person(withSidecars(...["a", "b", "c", "d", "e"].map(once)));
  for (const name of ["a", "b", "c", "d"]) person.crash(name);
  const told = person.told()?.notice;
  assertEquals([told?.subject, told?.title, told?.body, told?.buttons.map(({ label }) => label)], [
    "sidecars-failed",
    "4 sidecars failed",
    ["a", "b", "c", "d"].map((name) => `${name}: It ended with status 1`).join("\n"),
    ["Start a", "Start b", "Start c"],
  ]);
  person.crash("e");
  assertEquals(person.told(), null);
  person.now += minute;
  assertEquals(person.told()?.notice.title, "Sidecar e failed");
});

Deno.test("alerts: the failure of a sidecar in Vietnamese", () => {
  const person = new Person(withSidecars(once("a")));
  person.crash("a");
  const notice = nextNotice(person.state, t0, messagesIn("vi"))?.notice;
  assertEquals([notice?.title, notice?.buttons[0]?.label], ["Chương trình phụ a bị lỗi", "Khởi động lại"]);
});
