// The bytes of a file, unpacked where it is gzipped.
import { UserError } from '../io/errors.js';

/** Of a file (Node only). @throws UserError when it cannot be read, or is damaged. @internal */
export async function bytesOfFile(path: string | URL): Promise<Uint8Array> {
  const { readFile } = await import('../io/files.js');
  return gunzipped(readFile(path), String(path));
}

/** The bytes themselves, unless they are gzip. @throws UserError when they are damaged. @internal */
export async function gunzipped(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  try {
    const unpacked = stream.pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  } catch (error) {
    throw new UserError(`'${name}' is damaged: its gzip data cannot be unpacked.`, {
      kind: 'failure',
      cause: error,
    });
  }
}
