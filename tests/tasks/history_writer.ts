/** A process that keeps a history in the file of its first argument, until it is killed: a change each 10 ms, which it then prints. */
import { createStore } from "../../src/app/store.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { initialState } from "../../src/core/state.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { isDamaged, openHistory } from "../../src/storage/history/history_file.ts";
import { historyWhenWanted } from "../../src/tasks/history_when_wanted.ts";
import { read, signedIn, window } from "../core/situations.ts";

const [file = ""] = Deno.args;
const host = denoHost();
const store = createStore(initialState(defaultSettings, nothingSaved));
const history = historyWhenWanted({
  host,
  store,
  file,
  open: (how) => openHistory(host, file, how),
  isDamaged: (error) => Promise.resolve(isDamaged(error)),
});
void history.run(new AbortController().signal);
store.dispatch(signedIn);
for (;;) {
  const now = host.now();
  store.dispatch(read([window({ kind: "session" }, "session", now % 97, null)], now));
  Deno.stdout.writeSync(new TextEncoder().encode(`${now}\n`));
  await host.sleep(10);
}
