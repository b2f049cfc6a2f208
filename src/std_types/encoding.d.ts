// Types of @std/encoding/base64 and @std/encoding/hex: the package on npm brings none.
export function encodeBase64(data: ArrayBuffer | Uint8Array | string): string;
export function decodeBase64(text: string): Uint8Array<ArrayBuffer>;
export function encodeHex(data: ArrayBuffer | Uint8Array | string): string;
export function decodeHex(text: string): Uint8Array<ArrayBuffer>;
