/** Keeps the loopback server at the port that the settings want, and says where that cannot be. */
import { type Reason, sameReason } from "../core/reason.ts";
import type { Host } from "../host/host.ts";
import type { Store, Task } from "./task.ts";
import { whileSettingsSame } from "./while_settings_same.ts";

export interface FollowPortParts {
  readonly host: Pick<Host, "now">;
  readonly store: Store;
  /** Listens there from now on, or gives the reason why not. */
  readonly listenAt: (port: number) => Promise<Reason | null>;
}

export function followPort({ host, store, listenAt }: FollowPortParts): Task {
  return whileSettingsSame(store, ({ dashboard: { port } }) => port, async (_signal, port) => {
    const reason = await listenAt(port);
    const known = store.state().remarks.find(({ id }) => id === "port")?.reason ?? null;
    if (!sameReason(known, reason)) store.dispatch({ type: "remark", id: "port", reason, now: host.now() });
  });
}
