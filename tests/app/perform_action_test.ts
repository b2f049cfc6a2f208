// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { createPerformAction } from "../../src/app/perform_action.ts";
import { createStore } from "../../src/app/store.ts";
import type { Action } from "../../src/core/action.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { settingsTemplate } from "../../src/core/settings_template.ts";
import { hour, july, minute, read, signedIn, stateAfter, t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";

const settingsFile = "/config/config.toml";

/** `code`: how the program ends that opens files and addresses; null = it cannot be run. */
function acting({ code = 0 as number | null } = {}) {
  const { host } = fakeHost(t0);
  const store = createStore(stateAfter([signedIn, read(july)]));
  const done: unknown[] = [];
  const perform = createPerformAction({
    host: {
      ...host,
      run({ args }) {
        done.push(args);
        const ended = { stdout: "", stderr: "", code: code ?? 0, timedOut: false };
        return code === null ? Promise.reject(new Error("no such program")) : Promise.resolve(ended);
      },
    },
    store,
    messages: () => en,
    settingsFile,
    signInUrl: "https://example.com/login",
    openWith: (target) => ({ program: "xdg-open", args: [target] }),
    poller: { refresh: () => Promise.resolve(done.push("refresh")).then(() => ({ kind: "asked" as const })) },
    agents: { perform: ({ kind }) => Promise.resolve(void done.push(kind)) },
    sidecars: {
      start: (name) => Promise.resolve(void done.push(["start", name])),
      stop: (name) => Promise.resolve(void done.push(["stop", name])),
      restart: (name) => Promise.resolve(void done.push(["restart", name])),
      logFiles: (name) => ({ stdout: `/log/${name}.out`, stderr: `/log/${name}.err` }),
    },
    autostart: { toggle: () => Promise.resolve(void done.push("toggle")) },
    notifier: () => ({ show: ({ subject }) => Promise.resolve(void done.push(subject)) }),
    save: () => Promise.resolve(void done.push("saved")),
    end: () => void done.push("end"),
  });
  return { perform, done, store, host };
}

const does: readonly (readonly [Action, readonly unknown[]])[] = [
  [{ kind: "refresh" }, ["refresh"]],
  [{ kind: "snooze", minutes: 15 }, ["saved"]],
  [{ kind: "clear-snooze" }, ["saved"]],
  [{ kind: "show" }, ["status"]],
  [{ kind: "answer-permission", instance: "i", permission: "p", reply: "once" }, ["answer-permission"]],
  [{ kind: "start-sidecar", name: "agents" }, [["start", "agents"]]],
  [{ kind: "stop-sidecar", name: "agents" }, [["stop", "agents"]]],
  [{ kind: "restart-sidecar", name: "agents" }, [["restart", "agents"]]],
  [{ kind: "sign-in" }, [["https://example.com/login"]]],
  [{ kind: "toggle-autostart" }, ["toggle"]],
  [{ kind: "quit" }, ["end"]],
];
for (const [action, expected] of does) {
  Deno.test(`createPerformAction() does ${action.kind}`, async () => {
    const { perform, done } = acting();
    await perform(action);
    assertEquals(done, expected);
  });
}

Deno.test("createPerformAction() snoozes for minutes, until the reset, and no more", async () => {
  const { perform, store } = acting();
  await perform({ kind: "snooze", minutes: 15 });
  assertEquals(store.state().snoozedUntil, t0 + 15 * minute);
  await perform({ kind: "snooze-until-reset" });
  assertEquals(store.state().snoozedUntil, t0 + 2 * hour + 5 * minute + 1000);
  await perform({ kind: "clear-snooze" });
  assertEquals(store.state().snoozedUntil, null);
});

Deno.test("createPerformAction() makes the settings file before it opens it", async () => {
  const { perform, done, host } = acting();
  await perform({ kind: "open-settings" });
  assertEquals(await host.files.read(settingsFile), settingsTemplate());
  assertEquals(done, [[settingsFile]]);
});

Deno.test("createPerformAction() opens the log of a sidecar that was written to last, or says that there is none", async () => {
  const { perform, done, host } = acting();
  const open = () => perform({ kind: "open-sidecar-log", name: "agents" });
  await assertRejects(open, Error, '"agents" has printed nothing yet');
  await host.files.write("/log/agents.out", "ready\n");
  await open();
  assertEquals(done, [["/log/agents.out"]]);
});

Deno.test("createPerformAction() says why nothing was opened", async () => {
  for (const code of [null, 3]) {
    await assertRejects(
      () => acting({ code }).perform({ kind: "sign-in" }),
      Error,
      "Cannot open https://example.com/login: ",
    );
  }
});
