/** What a person can do about a sidecar, as data. */
export interface SidecarAction {
  readonly kind: "start-sidecar" | "stop-sidecar" | "restart-sidecar" | "open-sidecar-log";
  readonly name: string;
}
