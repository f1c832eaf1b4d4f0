// Values as short text, equal for equal values: worlds show more numbers than can be written out.
import { fingerprint } from '../../check/record.js';

/** Like `fingerprint`, with typed arrays as 64 bits of their bytes. */
export function digest(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}#${hash(value)}`;
  if (typeof value !== 'object' || value === null) return fingerprint(value);
  if (Array.isArray(value)) return `[${value.map(digest)}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${key}: ${digest(part)}`)}}`;
}

/** Two FNV-1a hashes of 32 bits with different starts. */
function hash({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let a = 0x811c9dc5;
  let b = 0x2545f491 ^ byteLength;
  for (let i = 0; i < bytes.length; i++) {
    a = Math.imul(a ^ bytes[i]!, 0x01000193);
    b = Math.imul(b ^ bytes[i]!, 0x0100018f);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
