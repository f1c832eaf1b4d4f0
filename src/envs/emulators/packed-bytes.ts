// Bytes as short text: deflated, in base64.

import { deflateSync, inflateSync } from 'fflate';
import { fromBase64 } from '../../io/base64.js';

export function packBytes(bytes: Uint8Array): string {
  return btoa(Array.from(deflateSync(bytes, { level: 1 }), (byte) => String.fromCharCode(byte)).join(''));
}

/** @param out of the size of what was packed */
export function unpackBytes(text: string, out: Uint8Array): Uint8Array {
  return inflateSync(fromBase64(text), { out });
}
