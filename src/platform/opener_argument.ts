/** The argument for the system's opener: a URL or a path, never an option. */

/**
 * The target as one argument. A web address is written in its full form, so that it contains no space and no quotation
 * mark. A file whose name looks like an option gets its folder in front.
 */
export function openerArgument(target: string): string {
  if (/^https?:/i.test(target)) return new URL(target).href;
  return target.startsWith("-") ? `./${target}` : target;
}
