/** Methods that give the state as it is shown: to programs, and in the tray. */
import { snapshot } from "../../core/views/snapshot.ts";
import { method, noParams } from "./method.ts";

export const viewMethods = [
  method({
    name: "status.get",
    does: "Gives the snapshot: the whole state for programs.",
    params: noParams,
    answer: async () => (await import("../schemas/snapshot_schema.ts")).snapshotSchema,
    call: (_, { store, host, messages }) => snapshot(store.state(), host.now(), messages()),
  }),
  method({
    name: "tray.get",
    does: "Gives what the tray shows.",
    params: noParams,
    answer: async () => (await import("../schemas/tray_schema.ts")).trayViewSchema,
    call: (_, { views }) => views.view(),
  }),
];
