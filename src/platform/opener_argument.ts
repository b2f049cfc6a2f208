/** What may be handed to the system's opener: as one argument that is a URL or a path, never an option. */

/**
 * The target as an argument. A web address is written out in full, so that it has no space and no quotation mark left; a
 * file whose name looks like an option is named by its folder too.
 */
export function openerArgument(target: string): string {
  if (/^https?:/i.test(target)) return new URL(target).href;
  return target.startsWith("-") ? `./${target}` : target;
}
