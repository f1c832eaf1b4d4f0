// Many environments stepped together, writing into arrays that are allocated once and reused every step.
import type { Seed } from '../../random/index.js';
import type { PackedArray, Space } from '../../spaces/index.js';
import type { EnvState, Info } from '../env.js';
import type { EnvSpec } from '../registry.js';

/**
 * What happens after an episode ends (Gymnasium's `AutoresetMode`):
 * - `same-step`: the sub-environment is reset within the step that ended it; `observations` already holds the
 *   first observation of the next episode and `finalObservations` the terminal one. Agents use this mode.
 * - `next-step`: the next `step` ignores the action and resets (reward 0, both flags false).
 * - `disabled`: the caller resets; stepping a finished sub-environment is an error.
 */
export type AutoresetMode = 'same-step' | 'next-step' | 'disabled';

export interface VectorEnv {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space;
  readonly singleActionSpace: Space;
  readonly autoreset: AutoresetMode;
  readonly spec?: EnvSpec;
  /** Packed observations, row i = sub-environment i: `numEnvs × singleObservationSpace.packedSize`. */
  readonly observations: PackedArray;
  /** Terminal observations; row i is meaningful where `terminated[i] | truncated[i]` (mode `same-step`). */
  readonly finalObservations: PackedArray;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** Info of each sub-environment's last step (the terminal one's in `same-step` mode); sparse: often undefined. */
  readonly infos: (Info | undefined)[];
  /** Legal actions of the state in `observations`, `numEnvs × n` flags; absent when the environment has no mask. */
  readonly actionMasks?: Uint8Array;
  /** Sub-environment i is seeded with `seed + i`, as in Gymnasium. `mask` resets only the marked rows. */
  reset(options?: { seed?: Seed; options?: Record<string, unknown>; mask?: Uint8Array }): void;
  /** `actions`: packed, `numEnvs × singleActionSpace.packedSize`. */
  step(actions: PackedArray): void;
  close(): void;
  saveState?(): EnvState;
  loadState?(state: EnvState): void;
}
