/**
 * The sidecars of the program: a supervisor for each of those in the state, and what is asked of them. It is loaded only where there is
 * a sidecar.
 */
import { rulesOf } from "../core/sidecars/sidecar_machine.ts";
import type { SidecarEvent } from "../core/sidecars/sidecar_state.ts";
import type { Host } from "../host/host.ts";
import type { Store } from "../tasks/task.ts";
import { createPassthrough } from "./passthrough/passthrough.ts";
import { createPortChoice } from "./port_choice.ts";
import { programRecords } from "./program_records.ts";
import { aborted } from "../host/abort_signals.ts";
import { outputFiles, recordsFile } from "./sidecar_files.ts";
import { type SidecarOutput, sidecarOutput } from "./sidecar_output.ts";
import { type SidecarAttempt, sidecarProgram, type SidecarProgramParts } from "./sidecar_program.ts";
import { sidecarNamed } from "./sidecar_named.ts";
import { sidecarRequests } from "./sidecar_requests.ts";
import type { Sidecars } from "./sidecars_port.ts";
import type { Seat } from "./supervised_program.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";

export interface SidecarsParts {
  readonly host:
    & Pick<Host, "now" | "monotonic" | "random" | "sleep" | "env" | "httpClient" | "openStream">
    & Pick<Host, "isPortFree" | "freePort" | "clearSocket" | "programs" | "files">;
  readonly platform: SidecarProgramParts["platform"];
  readonly store: Store;
  /** The folder of this program's state: records and logs are below it. */
  readonly stateFolder: string;
  readonly random: SidecarProgramParts["random"];
}

/** How long a connection is kept for the next check, in ms: less than servers keep theirs. */
const keepAliveMs = 1000;

/** What there is of one sidecar besides its state. */
interface Post {
  readonly supervisor: Supervisor<SidecarAttempt>;
  readonly output: SidecarOutput;
  /** Null = nobody attends to it. */
  running: Promise<void> | null;
}

export function createSidecars({ host, platform, store, stateFolder, random }: SidecarsParts): Sidecars {
  const client = host.httpClient({ keptMs: keepAliveMs });
  const ports = createPortChoice(host);
  const records = programRecords(host, recordsFile(stateFolder));
  const posts = new Map<string, Post>();
  let leftovers: Promise<void> | null = null;

  const send = (name: string, event: SidecarEvent) =>
    store.dispatch({ type: "sidecar", name, event, random: host.random(), now: host.now() });

  function seatOf(name: string): Seat {
    return {
      supervised: () => store.state().sidecars.find((sidecar) => sidecar.name === name) ?? null,
      rules: () => rulesOf(sidecarNamed(store.state(), name).settings),
      dispatch: (event) => send(name, event),
      subscribe: (listener) =>
        store.subscribe((event) => {
          if (event.type === "settings" || event.type === "sidecar" && event.name === name) listener();
        }),
    };
  }

  function postOf(name: string): Post {
    const known = posts.get(name);
    if (known !== undefined) return known;
    const output = sidecarOutput(host, outputFiles(stateFolder, name));
    const program = sidecarProgram(name, () => sidecarNamed(store.state(), name).settings, {
      ...{ host, platform, client, ports, random, output },
      note: (note) => passthrough.tell({ name, note }),
    });
    const supervisor = createSupervisor({ host, seat: seatOf(name), program, records });
    const post: Post = { supervisor, output, running: null };
    posts.set(name, post);
    return post;
  }

  const requests = sidecarRequests({
    ...{ host, store, send },
    supervisorOf: (name) => postOf(name).supervisor,
  });
  const passthrough = createPassthrough({ host, running: requests.ensureRunning });

  return {
    async run(signal) {
      const { promise: broken, reject } = Promise.withResolvers<never>();
      leftovers ??= records.endLeftovers();
      await leftovers;
      const attend = () => {
        if (signal.aborted) return;
        for (const { name, settings, phase } of store.state().sidecars) {
          const post = postOf(name);
          post.running ??= post.supervisor.run(signal).then(() => {
            post.running = null;
            // It may have come back into the settings meanwhile.
            attend();
          }, (error) => {
            post.running = null;
            reject(error);
          });
          if (phase.kind === "idle" && settings.start === "with-app") {
            send(name, { kind: "start", by: "program" });
          }
        }
      };
      const unsubscribe = store.subscribe(({ type }) => {
        if (type === "settings") attend();
      });
      try {
        attend();
        await Promise.race([broken, aborted(signal)]);
      } finally {
        unsubscribe();
      }
      await Promise.all([...posts.values()].map(({ running }) => running));
      passthrough.close();
      client.close();
      await records.written();
    },
    ...requests,
    ...{ call: passthrough.call, fetch: passthrough.fetch, stream: passthrough.stream },
    ...{ endStream: passthrough.endStream, listen: passthrough.listen },
    logs(name, after) {
      return Promise.resolve().then(() => {
        sidecarNamed(store.state(), name);
        return postOf(name).output.last(after);
      });
    },
    logFiles: (name) => outputFiles(stateFolder, name),
  };
}
