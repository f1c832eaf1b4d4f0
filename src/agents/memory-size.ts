// Whether a replay memory will fit the machine, told before training rather than hours into it.
import type { VectorEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { observationSpecs } from '../memory/index.js';
import { allocatePacked } from '../spaces/index.js';
import type { Features } from './features/extractor.js';
import { channelsOf } from './features/index.js';

/** @throws UserError when `rows` transitions need more than all the memory of the machine, where that is known. */
export function requireRoom(env: VectorEnv, rows: number, { features }: { features: Features }): void {
  const total = machineMemory();
  if (total === undefined) return;
  const { singleObservationSpace: observations, singleActionSpace: actions } = env;
  let bytes = 5 + actions.packedSize * allocatePacked(actions.packedType, 0).BYTES_PER_ELEMENT;
  for (const { dtype, size, frames } of Object.values(
    observationSpecs(observations, ['observation', 'next'], channelsOf(features)),
  )) {
    const numberBytes = allocatePacked(dtype, 0).BYTES_PER_ELEMENT;
    // A new frame per step, shared by the observation and the next one; 4 bytes for each frame number.
    bytes += frames
      ? (frames.store.size * numberBytes) / 2 + 4 * frames.count
      : (size as number) * numberBytes;
  }
  if (rows * bytes <= total) return;
  const giga = (value: number) => `${(value / 1e9).toPrecision(3)} GB`;
  throw new UserError(
    `bufferSize: ${rows.toLocaleString('en-US')} transitions of ${Math.ceil(bytes).toLocaleString('en-US')} bytes need ${giga(rows * bytes)}, ` +
      `this machine has ${giga(total)}; at most ${Math.floor((0.8 * total) / bytes).toLocaleString('en-US')} fit well.`,
  );
}

/** In bytes; unknown in browsers. */
function machineMemory(): number | undefined {
  const node = (globalThis as { process?: { getBuiltinModule?(name: string): { totalmem(): number } } })
    .process;
  return node?.getBuiltinModule?.('node:os').totalmem();
}
