/**
 * The name of an account. An account is a user in an organisation: one user can be in several organisations and has limits of their
 * own in each. The name is `USER/ORGANISATION`. Where only one half is known, the other is empty: `USER` (earlier versions have saved
 * this) or `/ORGANISATION` (a server tells this of a token). An account without such a name is named after the place where its login
 * was found.
 */

/** The name of an account; null = that half is not known. */
export function accountName(user: string | null, organisation: string | null): string {
  return organisation === null ? user ?? "" : `${user ?? ""}/${organisation}`;
}

/** The organisation in an account's name; null = it is not known. */
export function organisationIn(account: string): string | null {
  const at = account.indexOf("/");
  return at < 0 ? null : account.slice(at + 1);
}

/** The user in an account's name; "" = not known. */
export function userIn(account: string): string {
  const at = account.indexOf("/");
  return at < 0 ? account : account.slice(0, at);
}

/** Whether two names can be of one account: the halves that both names tell are equal. */
export function isSameAccount(one: string, other: string): boolean {
  if (one === other) return true;
  const users = [userIn(one), userIn(other)], organisations = [organisationIn(one), organisationIn(other)];
  const sameUser = users[0] === users[1], someUser = users.includes("");
  const sameOrganisation = organisations[0] === organisations[1],
    someOrganisation = organisations.includes(null);
  return sameUser && someOrganisation || sameOrganisation && someUser;
}

/** Whether both halves of a name are known. */
export function isWhole(account: string): boolean {
  return userIn(account) !== "" && organisationIn(account) !== null;
}
