// Whether memories and networks will fit the machine, told before training rather than hours into it.
import { UserError } from '../io/errors.js';
import type { ColumnSpec } from '../memory/index.js';
import { allocatePacked } from '../spaces/index.js';

/** Bytes per row of columns. */
export function rowBytes(specs: Readonly<Record<string, ColumnSpec>>): number {
  let bytes = 0;
  for (const { dtype, size = 1, frames } of Object.values(specs)) {
    const each = allocatePacked(dtype, 0).BYTES_PER_ELEMENT;
    // A new frame per step, shared by the observation and the next one; 4 bytes for each frame number.
    bytes += frames ? (frames.store.size * each) / 2 + 4 * frames.count : size === 'ragged' ? 0 : size * each;
  }
  return bytes;
}

/**
 * @param key the hyperparameter that decides about the rows
 * @throws UserError when they need more than all the memory of the machine, where that is known.
 */
export function requireRoom(key: string, rows: number, bytes: number): void {
  const total = machineMemory() ?? MOST_BYTES;
  if (rows * bytes <= total) return;
  const giga = (value: number) => `${(value / 1e9).toPrecision(3)} GB`;
  const group = (value: number) => Math.floor(value).toLocaleString('en-US');
  throw new UserError(
    `${key}: ${group(rows)} rows of ${group(bytes)} bytes need ${giga(rows * bytes)}, this machine has ${giga(total)}; ` +
      `at most ${group((0.8 * total) / bytes)} fit well.`,
  );
}

/** @throws UserError when a memory can never give a batch. @param what its rows are */
export function requireBatch(bufferSize: number, batchSize: number, what = 'transitions'): void {
  if (bufferSize >= batchSize) return;
  throw new UserError(
    `bufferSize: a memory of ${bufferSize} ${what} never holds a batch of ${batchSize}; raise bufferSize or lower batchSize.`,
  );
}

/** @throws UserError when one step of all environments does not fit into a memory. */
export function requireStep(bufferSize: number, numEnvs: number): void {
  if (bufferSize >= numEnvs) return;
  throw new UserError(
    `bufferSize: a memory of ${bufferSize} transitions does not hold one step of ${numEnvs} environments; raise bufferSize.`,
  );
}

/** What tensors share: the memory of WebAssembly. */
const TENSOR_BYTES = 2 ** 32;

/**
 * @param key the hyperparameter or the space that decides about a layer's size
 * @throws UserError when the weights of a layer do not fit, with their gradient and two moments of an optimiser.
 */
export function requireLayerRoom(key: string, inputs: number, outputs: number): void {
  if (16 * inputs * outputs <= TENSOR_BYTES) return;
  const group = (value: number) => value.toLocaleString('en-US');
  throw new UserError(
    `${key}: a layer of ${group(inputs)} inputs and ${group(outputs)} outputs needs ${((16 * inputs * outputs) / 1e9).toPrecision(3)} GB with its gradient and the optimiser's moments; all networks have ${(TENSOR_BYTES / 1e9).toPrecision(3)} GB.`,
  );
}

/** Where the machine does not tell: what no browser tab gets. */
const MOST_BYTES = 16e9;

/** In bytes; unknown in browsers. */
function machineMemory(): number | undefined {
  const node = (globalThis as { process?: { getBuiltinModule?(name: string): { totalmem(): number } } })
    .process;
  return node?.getBuiltinModule?.('node:os').totalmem();
}
