// The states that a step of a vector led to, as network inputs: terminal ones where episodes ended, none of the dead.
import type { Transitions } from '../memory/index.js';
import type { ObservationEncoder } from './features/observation-encoder.js';
import type { InputNormalizer } from './normalization.js';
import type { Hook } from './own-parts.js';

export class ReachedStates {
  private readonly inputs: Float32Array;

  constructor(
    private readonly encoder: ObservationEncoder,
    private readonly normalizer: InputNormalizer | undefined,
    numEnvs: number,
  ) {
    this.inputs = new Float32Array(numEnvs * encoder.size);
  }

  /** Tells them to the hooks that listen. */
  tell(transitions: Transitions, hooks: readonly Hook[]): void {
    const { encoder, normalizer, inputs } = this;
    const { count, terminated, truncated, alive, nextObservations, finalObservations } = transitions;
    const { packedSize } = encoder.space;
    let rows = 0;
    for (let i = 0; i < count; i++) {
      if (alive?.[i] === 0) continue;
      const ended = terminated[i] === 1 || truncated[i] === 1;
      const from = ended ? finalObservations : nextObservations;
      const packed = from.subarray(i * packedSize, (i + 1) * packedSize);
      encoder.encodeRows(packed, 1, inputs.subarray(rows * encoder.size, (rows + 1) * encoder.size));
      rows++;
    }
    if (rows === 0) return;
    const reached = inputs.subarray(0, rows * encoder.size);
    normalizer?.apply(reached, rows);
    for (const hook of hooks) hook.onSteps?.(reached, rows);
  }
}
