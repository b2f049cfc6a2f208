/**
 * Whose figures they are. An account is a user in an organisation: the same user has figures of their own in each. Its name is
 * `USER/ORGANISATION`; where only one half is known the other is empty, as in `USER` (what earlier versions have kept) or
 * `/ORGANISATION` (what a server has told of a token). What has no such name goes by the place where the login was found.
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

/** Whether two names are, as far as both tell, of one account. */
export function isSameAccount(one: string, other: string): boolean {
  if (one === other) return true;
  const users = [userIn(one), userIn(other)], organisations = [organisationIn(one), organisationIn(other)];
  const sameUser = users[0] === users[1], someUser = users.includes("");
  const sameOrganisation = organisations[0] === organisations[1],
    someOrganisation = organisations.includes(null);
  return sameUser && someOrganisation || sameOrganisation && someUser;
}

/** Whether a name tells both halves. */
export function isWhole(account: string): boolean {
  return userIn(account) !== "" && organisationIn(account) !== null;
}
