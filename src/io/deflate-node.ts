// Compression by Node's zlib, in place of ./deflate.js in the bundle for Node: it is there already, and faster.
import { createRequire } from 'node:module';

/** @returns the bytes in zlib's format, at its usual level. */
export function deflate(bytes: Uint8Array): Uint8Array {
  // Loaded by the first picture: a static import would load it into every program.
  const { deflateSync } = createRequire(import.meta.url)('node:zlib') as typeof import('node:zlib');
  return new Uint8Array(deflateSync(bytes));
}
