/** An error that a sidecar itself has answered with. It is passed on as it is. */
import { ReasonError } from "../../core/reason_error.ts";
import type { RpcFailure } from "./incoming_message.ts";

export class SidecarError extends ReasonError {
  override readonly name = "SidecarError";

  constructor(readonly failure: RpcFailure) {
    super({ about: "sidecar", kind: "answers-error", code: failure.code, text: failure.text });
  }
}
