// Types of @std/async/deadline: the package on npm brings none.
export function deadline<T>(promise: Promise<T>, ms: number, options?: { signal?: AbortSignal }): Promise<T>;
