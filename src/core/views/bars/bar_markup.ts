/** Texts from outside for bars and prompts, each of which reads something else in a text as an order. */
import { withoutMarkup } from "../../text/shown_text.ts";

/**
 * - Pango (waybar, i3blocks): `<b>` and `&amp;`
 * - polybar and lemonbar: `%{A:command:}`
 * - tmux: `#(command)`, `#{format}`, `#[style]`
 * - zsh and bash prompts: `%F{red}`, `$(command)`, and a backquote; starship: `[text](style)`, in its own format only
 * Characters that look much the same, and that usual fonts have, take their place: no escape is right for all.
 */
export function withoutBarMarkup(text: string): string {
  return withoutMarkup(text)
    .replaceAll("{", "(").replaceAll("}", ")")
    .replaceAll("#", "\u266f")
    .replaceAll(/%(?=\S)/g, "\u066a")
    .replaceAll("$(", "$ (")
    .replaceAll("`", "'")
    .replaceAll("\\", "\u2216");
}

/** The same of a text that anything may follow: what stands at its end is no half of an order either. */
export function withoutOpenBarMarkup(text: string): string {
  return withoutBarMarkup(text).replace(/%$/, "\u066a").replace(/\$$/, "$$ ");
}
