/** Claude as a vendor: all that the composition root takes from this folder. */
import type { Vendor } from "../provider.ts";
import { claudeProvider } from "./claude_provider.ts";
import { networkVariables } from "./network_settings.ts";
import { usageUrl } from "./usage_url.ts";

export const claude: Vendor = {
  usageUrl,
  createProvider: claudeProvider,
  networkVariables,
};
