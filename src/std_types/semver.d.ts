// Types of @std/semver/*: the package on npm brings none.
export interface SemVer {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease?: readonly (string | number)[];
  readonly build?: readonly string[];
}
/** The parsed version, with or without a "v" before it; undefined where it is none. */
export function tryParse(value: string): SemVer | undefined;
export function greaterThan(version1: SemVer, version2: SemVer): boolean;
export function format(version: SemVer): string;
