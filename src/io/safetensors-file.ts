// Safetensors files of any size: read array by array, so that no buffer holds the whole of a replay memory.
import { openForReading, pieces, readFully } from './files.js';
import { arrayOf, define, type NamedTensor, readLayout, type SafetensorsFile } from './safetensors.js';

/**
 * Reads a file, each array into memory of its own. Nothing is allocated that the file does not hold.
 *
 * @param onBytes Gets every byte of the file in order, in pieces, e.g. for a checksum.
 * @throws {UserError} when it cannot be read, or is not a complete, well-formed safetensors file.
 */
export function readSafetensorsFile(path: string, onBytes?: (bytes: Uint8Array) => void): SafetensorsFile {
  return openForReading(path, (file, size) => {
    const read = (begin: number, end: number) => {
      const bytes = new Uint8Array(end - begin);
      readFully(file, bytes, begin);
      if (onBytes) for (const piece of pieces(bytes)) onBytes(piece);
      return bytes;
    };
    const { metadata, dataStart, entries } = readLayout(read, size, path);
    const tensors: Record<string, NamedTensor> = {};
    for (const { name, dtype, shape, begin, end } of entries) {
      const data = arrayOf(dtype, read(dataStart + begin, dataStart + end));
      define(tensors, name, { dtype, shape, data });
    }
    return { tensors, metadata, owned: true };
  });
}
