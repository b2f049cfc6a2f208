/** Every method of the RPC. A new one is an entry in the file of its group. */
import { alertMethods } from "./alert_methods.ts";
import { historyMethods } from "./history_methods.ts";
import type { Method } from "./method.ts";
import { opencodeMethods } from "./opencode_methods.ts";
import { sidecarMethods } from "./sidecar_methods.ts";
import { settingsMethods } from "./settings_methods.ts";
import { systemMethods } from "./system_methods.ts";
import { usageMethods } from "./usage_methods.ts";
import { viewMethods } from "./view_methods.ts";

export const methods: readonly Method[] = [
  ...usageMethods,
  ...historyMethods,
  ...viewMethods,
  ...alertMethods,
  ...opencodeMethods,
  ...sidecarMethods,
  ...settingsMethods,
  ...systemMethods,
];
