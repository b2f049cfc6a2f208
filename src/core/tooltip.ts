/** The tooltip where one text is all there is, and not a long one. */
import { shownLines } from "./text/shown_text.ts";
import type { TrayView } from "./tray_view.ts";

/**
 * The title and as many whole lines of the body as there is room for, in at most `limit` UTF-16 units; "" without a limit, as no
 * tooltip can be shown then. Only a title that is too long by itself is cut, with an ellipsis.
 */
export function tooltipOf({ tooltip }: Pick<TrayView, "tooltip">, limit: number | null): string {
  if (limit === null) return "";
  const [title = "", ...lines] = shownLines(`${tooltip.title}\n${tooltip.body}`).trimEnd().split("\n");
  // Half a character would be shown as a box.
  if (title.length > limit) return `${title.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
  let text = title;
  for (const line of lines) {
    const longer = `${text}\n${line}`;
    if (longer.length > limit) break;
    text = longer;
  }
  return text;
}
