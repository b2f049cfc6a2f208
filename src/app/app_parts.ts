/** What the program that keeps running is given, by compose.ts and the command that starts it, and how it ends. */
import type { AgentsParts } from "../agents/agents.ts";
import type { Messages } from "../core/language/messages.ts";
import type { Reason } from "../core/reason.ts";
import type { Settings } from "../core/settings.ts";
import type { Host } from "../host/host.ts";
import type { Net } from "../net/net_client.ts";
import type { ButtonLinks } from "../notify/button_links.ts";
import type { NoticeSender } from "../notify/sender.ts";
import type { Platform } from "../platform/platform.ts";
import type { Provider } from "../providers/provider.ts";
import type { RpcAddress } from "../server/server_file.ts";
import type { SidecarsParts } from "../sidecars/running_sidecars.ts";
import type { OwnFiles } from "../storage/own_files.ts";
import type { PluginFilesParts } from "../tasks/write_plugin_files.ts";
import type { TrayChoice } from "../tray/driver_choice.ts";

export interface AppParts {
  readonly host: Host;
  readonly platform:
    & Pick<Platform, "os" | "open" | "linkProtocol" | "autostart">
    & AgentsParts["platform"]
    & SidecarsParts["platform"]
    & PluginFilesParts["platform"];
  readonly files: OwnFiles;
  /** Every sentence, in the language of the present settings. */
  readonly messages: (language: Settings["language"]) => Messages;
  readonly version: string;
  /** Marks everything as simulated. */
  readonly demo: boolean;
  /** How the network is reached with these settings. */
  readonly createNet: (usage: Settings["usage"]) => Net;
  readonly createProvider: (net: () => Net) => Provider;
  /** The kinds of agents that are followed. */
  readonly agentSources: AgentsParts["sources"];
  /** How notices reach the person. `links` makes their buttons, where the system needs links and the settings allow them. */
  readonly createSender: (links: () => ButtonLinks | null) => NoticeSender;
  readonly links: ButtonLinks;
  /** Fills the array with bytes that nobody can predict, and returns it. */
  readonly random: SidecarsParts["random"];
  /** Whether the system asks for less motion. Never rejects. */
  readonly reducedMotion: () => Promise<boolean>;
  /** Full path of this program; null = it runs from its source. */
  readonly exe: string | null;
  /** Started by the system at login, not by a person who waits for the icon. */
  readonly atLogin: boolean;
  /** Whether the session that this process was started in can show nothing any more. */
  readonly isSessionOver: () => Promise<boolean>;
  /** Gives memory back; null = it cannot be told to. */
  readonly collect?: ((all: boolean) => void) | null;
  /** Picks the tray driver; null = no icon is wanted. */
  readonly chooseTray: (() => Promise<TrayChoice>) | null;
}

/** How the program that kept running has ended. */
export type RunOutcome =
  | { readonly kind: "ended" }
  | { readonly kind: "already-running"; readonly address: RpcAddress }
  /** The settings cannot be used, and there is no tray to say so. */
  | { readonly kind: "bad-settings"; readonly problems: readonly Reason[] };
