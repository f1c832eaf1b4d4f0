// Many environments stepped together, writing into arrays that are allocated once and reused every step.
import type { Seed } from '../../random/index.js';
import type { PackedArray, Space } from '../../spaces/index.js';
import type { EnvSpec } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info } from '../env.js';

/**
 * What happens after an episode ends (Gymnasium's `AutoresetMode`):
 * - `same-step`: the sub-environment is reset within the step that ended it; `observations` already holds the
 *   first observation of the next episode and `finalObservations` the terminal one. Agents use this mode.
 * - `next-step`: the next `step` ignores the action and resets (reward 0, both flags false).
 * - `disabled`: the caller resets; stepping a finished sub-environment is an error.
 */
export type AutoresetMode = 'same-step' | 'next-step' | 'disabled';

export interface VectorResetOptions {
  /**
   * Sub-environment i is seeded with `seed + i`, as in Gymnasium, or with entry i of a list; rows without one go on
   * with their random streams.
   */
  seed?: Seed | readonly (Seed | undefined)[];
  options?: Record<string, unknown>;
  /** 1 for every row to reset; absent: all. */
  mask?: Uint8Array;
}

/** Who is beside whom: those of row i are `rows[offsets[i]]` … `rows[offsets[i + 1] - 1]`. */
export interface Neighbours {
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
}

export interface VectorEnv<O = unknown, A = unknown> {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space<O>;
  readonly singleActionSpace: Space<A>;
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
  /**
   * Legal actions of `finalObservations`, beside `actionMasks`: row i is meaningful where `truncated[i]` and not
   * `terminated[i]` (mode `same-step`), and all 1 where the environment does not tell them there. Absent: not told.
   */
  readonly finalActionMasks?: Uint8Array;
  /**
   * Where rows are agents of worlds in which they die: 1 for those alive in `observations`, 0 for the dead, whose actions
   * are ignored and whose steps must not be learnt from; they live again when their world begins anew. Absent: all live.
   */
  readonly alive?: Uint8Array;
  /** Where rows are agents of worlds: living agents beside each, as they stand now. */
  readonly neighbours?: Neighbours;
  /** Where rows are agents of worlds: how many there are in each; a world's rows follow each other. */
  readonly agentsPerWorld?: number;
  /** The first of the worlds, where rows are agents of worlds. */
  render?(): Drawing | undefined;
  /** That world as its last episode ended, once `render` has been called. */
  readonly finalDrawing?: Drawing;
  reset(options?: VectorResetOptions): void;
  /** `actions`: packed, `numEnvs × singleActionSpace.packedSize`. */
  step(actions: PackedArray): void;
  /**
   * The two halves of `step`, where environments step beside this thread: `stepAsync` begins it, `stepWait` ends it. In
   * between, none of the arrays may be read and nothing else be asked.
   */
  stepAsync?(actions: PackedArray): void;
  stepWait?(): void;
  close(): void;
  /** That of the environments, where they have it: rewards before any normalisation. */
  computeReward?(achieved: unknown, desired: unknown, info: Info): number;
  computeTerminated?(achieved: unknown, desired: unknown, info: Info): boolean;
  saveState?(): EnvState;
  loadState?(state: EnvState): void;
}
