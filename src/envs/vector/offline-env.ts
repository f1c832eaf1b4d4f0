// The stand-in for an environment that nobody has: it shows the spaces of recorded transitions and cannot be stepped.
import { UserError } from '../../io/errors.js';
import { allocatePacked, type PackedArray, type Space } from '../../spaces/index.js';
import type { EnvState, Info } from '../env.js';
import type { VectorEnv } from './vector-env.js';

/**
 * Where an agent lives that learns from a dataset alone.
 *
 * @example new CQL(new OfflineEnv(dataset), { seed: 1 }, { dataset })
 */
export class OfflineEnv<O = unknown, A = unknown> implements VectorEnv<O, A> {
  readonly numEnvs = 1;
  readonly singleObservationSpace: Space<O>;
  readonly singleActionSpace: Space<A>;
  readonly autoreset = 'same-step';
  readonly observations: PackedArray;
  readonly finalObservations: PackedArray;
  readonly rewards = new Float64Array(1);
  readonly terminated = new Uint8Array(1);
  readonly truncated = new Uint8Array(1);
  readonly infos: (Info | undefined)[] = [undefined];

  constructor(spaces: { readonly singleObservationSpace: Space<O>; readonly singleActionSpace: Space<A> }) {
    this.singleObservationSpace = spaces.singleObservationSpace;
    this.singleActionSpace = spaces.singleActionSpace;
    const { packedType, packedSize } = spaces.singleObservationSpace;
    this.observations = allocatePacked(packedType, packedSize);
    this.finalObservations = allocatePacked(packedType, packedSize);
  }

  reset(): void {}

  step(): void {
    throw new UserError(
      'There is no environment here, only the spaces of a dataset: train with { dataset }, evaluate in a real one.',
    );
  }

  close(): void {}

  /** It remembers nothing. */
  saveState(): EnvState {
    return {};
  }

  loadState(): void {}
}
