/** The request for the newest version: over the network as the settings want it, with nothing that tells who asks. */
import { en } from "../core/language/en/messages.ts";
import type { Net } from "../net/net_client.ts";
import type { NewestVersionParts } from "./ask_newest_version.ts";

/**
 * `running` is sent as the version of the user agent. Pins are for the usage endpoint, so `net` must be without them.
 */
export function versionQuestion(net: () => Pick<Net, "request">, running: string): NewestVersionParts["ask"] {
  return async (url, limits) => {
    const headers = { "accept": "application/json, text/plain", "user-agent": `claudeminder/${running}` };
    const answer = await net().request(url, { headers, ...limits });
    switch (answer.kind) {
      case "failure":
        return { kind: "none", answered: false, why: en.failure(answer.failure) };
      case "too-large":
        return { kind: "none", answered: true, why: "the answer is too large" };
      case "response":
        return answer.status === 200
          ? { kind: "body", body: answer.body }
          : { kind: "none", answered: true, why: `the server answered with status ${answer.status}` };
    }
  };
}
