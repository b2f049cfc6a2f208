// Types of @std/crypto/timing-safe-equal: the package on npm brings none.
export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
