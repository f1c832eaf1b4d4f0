// The states of worlds in the steps of a rollout, one for all agents of a world, as a critic reads them.
import type { VectorEnv } from '../../../envs/index.js';
import { UserError } from '../../../io/errors.js';
import type { PackedArray, Space } from '../../../spaces/index.js';
import { buffer, type Tensor, tensor } from '../../../tensor/index.js';
import { ObservationEncoder } from '../../features/observation-encoder.js';
import { requireRoom } from '../../memory-size.js';

/** Of vectors of worlds: their states beside what agents see. */
interface WorldStates {
  readonly space: Space;
  readonly current: PackedArray;
  readonly final: PackedArray;
}

/** The states of the worlds of a vector; undefined where rows are environments of one agent. */
export function worldStates(algo: string, env: VectorEnv): WorldStates | undefined {
  const { trackStates } = env as { trackStates?(): WorldStates };
  if (trackStates) return trackStates.call(env);
  if (env.agentsPerWorld === undefined) return undefined;
  throw new UserError(
    `${algo}: its critic sees the states of worlds, and this vector hides them: give it the vector that makeVec or ` +
      'agentsAsVector made, without wrappers (normalizeObservations and normalizeRewards do what those do).',
  );
}

export class WorldRollout {
  /** Numbers of the state of a world. */
  readonly size: number;
  /** `[steps · worlds, size]`: part of what a checkpoint keeps. */
  readonly states: Tensor;
  private readonly encoder: ObservationEncoder;
  private readonly worlds: number;
  private readonly encoded: Float32Array;

  constructor(
    private readonly source: WorldStates,
    private readonly agents: number,
    { steps, numEnvs }: { steps: number; numEnvs: number },
  ) {
    this.encoder = new ObservationEncoder(source.space);
    this.size = this.encoder.size;
    this.worlds = numEnvs / agents;
    requireRoom('nSteps', steps * this.worlds, 4 * this.size);
    this.states = buffer([steps * this.worlds, this.size]);
    this.encoded = new Float32Array(this.worlds * this.size);
  }

  /** Keeps the worlds as they are before step `t` of the rollout. */
  keep(t: number): void {
    this.encoder.encodeRows(this.source.current, this.worlds, this.encoded);
    this.states.data.set(this.encoded, t * this.encoded.length);
  }

  /** For each agent the world it is in: now, or when an agent there was last cut off. `[numEnvs, size]`. */
  ofRows(when: 'current' | 'final'): Tensor {
    const { worlds, agents, size, encoded } = this;
    this.encoder.encodeRows(this.source[when], worlds, encoded);
    const out = new Float32Array(worlds * agents * size);
    for (let row = 0; row < worlds * agents; row++) copy(encoded, Math.floor(row / agents), out, row, size);
    return tensor(out, { shape: [worlds * agents, size] });
  }

  /** The same of rows of the rollout, `[rows, size]`. */
  take(rows: ArrayLike<number>): Tensor {
    const { agents, size, states } = this;
    const out = new Float32Array(rows.length * size);
    // Rows are step by step, and in a step world by world.
    for (let i = 0; i < rows.length; i++) {
      copy(states.data as Float32Array, Math.floor(rows[i]! / agents), out, i, size);
    }
    return tensor(out, { shape: [rows.length, size] });
  }
}

function copy(from: Float32Array, world: number, to: Float32Array, row: number, size: number): void {
  to.set(from.subarray(world * size, (world + 1) * size), row * size);
}
