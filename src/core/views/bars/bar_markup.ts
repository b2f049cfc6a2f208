/** Texts from outside for bars and prompts, each of which reads something else in a text as an order. */
import { withoutMarkup } from "../../text/shown_text.ts";

/**
 * - Pango (waybar, i3blocks): `<b>` and `&amp;`
 * - polybar and lemonbar: `%{A:command:}`
 * - tmux: `#(command)`, `#{format}`, `#[style]`
 * - zsh and bash prompts: `%F{red}`, `$(command)`, and a backquote; starship: `[text](style)`, in its own format only
 * Characters that look much the same take their place, since no escape is right for all.
 */
export function withoutBarMarkup(text: string): string {
  return withoutMarkup(text)
    .replaceAll("{", "(").replaceAll("}", ")")
    .replaceAll("#", "\uff03")
    .replaceAll(/%(?=\S)/g, "\uff05")
    .replaceAll("$(", "\uff04(")
    .replaceAll("`", "'")
    .replaceAll("\\", "\uff3c");
}
