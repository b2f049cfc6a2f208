/** What is said in alerts about limits and troubles, and the titles of all notices. */

export interface AlertMessages {
  readonly titles: NoticeTitles;
  /** "Session 91%": for a line that names several limits. */
  limitUsed(name: string, percent: string): string;
  /** For a line about one limit. `reset`: what `resetsIn` says, null = the reset is not known. */
  limitUsedAlone(name: string, percent: string, reset: string | null): string;
  limitResetsSoon(name: string, span: string, clock: string): string;
  limitWasReset(name: string, clock: string): string;
  limitResetEarly(name: string, clock: string): string;
  limitRunsOut(name: string, clock: string, early: string): string;
  rateLimitedSince(ago: string, nextTry: string): string;
  signedInAgain(figures: string): string;
}

/** The titles of notices. */
export interface NoticeTitles {
  readonly critical: string;
  readonly warning: string;
  readonly resetSoon: string;
  readonly wasReset: string;
  readonly expired: string;
  readonly signedOut: string;
  readonly signInProblem: string;
  readonly network: string;
  readonly clock: string;
  readonly rateLimited: string;
  readonly signedIn: string;
  readonly status: string;
  readonly noIcon: string;
  /** What a person clicked could not be done. */
  readonly failed: string;
}
