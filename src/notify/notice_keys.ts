/** The buttons of a notice as a notification service is told of them, in their order. */
import type { Action } from "../core/action.ts";
import type { Notice } from "../core/alerts/notice.ts";

/** Something that can be pressed, as the service is told. */
export interface Key {
  readonly key: string;
  readonly label: string;
}

/**
 * The specification fixes the key of a click on the notice itself. Some services draw it as a button, others do not. A button that does
 * the same gets this key, so that it is not there twice.
 */
export function keysOf(
  { buttons, opens }: Notice,
  serial: number,
): readonly (Key & { readonly action: Action })[] {
  const opening = buttons.find(({ action }) => JSON.stringify(action) === JSON.stringify(opens?.action));
  return [
    ...(opens === null || opening !== undefined ? [] : [{ key: "default", ...opens }]),
    ...buttons.map((button) => {
      const { id, label, action } = button;
      return { key: button === opening ? "default" : `${id}#${serial}`, label, action };
    }),
  ];
}
