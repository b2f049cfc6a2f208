/** The name under which the history has an account. */
import { isSameAccount, isWhole } from "../usage/account_name.ts";

/**
 * The known name of `account` while only one half of its name was known; null = it has its present name already, or nobody can tell
 * which one it is.
 */
export function renamedAccount(known: readonly string[], account: string): string | null {
  if (known.includes(account) || !isWhole(account)) return null;
  const [same, ...more] = known.filter((one) => isSameAccount(one, account));
  return same === undefined || more.length > 0 || isWhole(same) ? null : same;
}
