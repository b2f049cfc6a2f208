// Types of the parts of @std/assert that the tests use: the package on npm brings none.
export function assert(condition: unknown, message?: string): asserts condition;
export function assertEquals<T>(actual: T, expected: T, message?: string): void;
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void;
export function assertMatch(actual: string, expected: RegExp, message?: string): void;
export function assertStringIncludes(actual: string, expected: string, message?: string): void;
export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void;
export function assertLess<T>(actual: T, expected: T, message?: string): void;
export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void;
export function assertThrows(
  fn: () => unknown,
  errorClass?: new (...args: never[]) => Error,
  messageIncludes?: string,
): Error;
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  errorClass?: new (...args: never[]) => Error,
  messageIncludes?: string,
): Promise<Error>;
export function assertObjectMatch(actual: object, expected: object, message?: string): void;
export function fail(message?: string): never;
export function assertAlmostEquals(actual: number, expected: number, tolerance?: number, msg?: string): void;
