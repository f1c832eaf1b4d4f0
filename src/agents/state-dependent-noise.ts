// Generalised state-dependent exploration (Raffin et al. 2021): noise that is a function of the state for some steps.
import type { Generator } from '../random/index.js';
import type { Snapshot, Stateful } from './agent.js';

/**
 * One random matrix θ per sub-environment; the exploration noise of a step is `φ(s)·θ`, so that between two
 * `resample` calls equal states get equal noise and the path is smooth.
 */
export class StateDependentNoise implements Stateful {
  /** `numEnvs × features × actions`. */
  readonly matrices: Float32Array;

  constructor(
    readonly numEnvs: number,
    readonly features: number,
    readonly actions: number,
  ) {
    this.matrices = new Float32Array(numEnvs * features * actions);
  }

  /** Draws every θ from N(0, exp(logStd)²); `logStd` is `features × actions`. */
  resample(rng: Generator, logStd: ArrayLike<number>): void {
    const { matrices } = this;
    const size = this.features * this.actions;
    for (let i = 0; i < matrices.length; i++)
      matrices[i] = Math.exp(logStd[i % size]!) * rng.standardNormal();
  }

  /** Adds the noise of each row to `actions` (`numEnvs × actions`, in place). */
  addTo(actions: Float32Array, features: ArrayLike<number>): void {
    const { matrices, numEnvs, features: width, actions: n } = this;
    for (let env = 0; env < numEnvs; env++) {
      for (let f = 0; f < width; f++) {
        const feature = features[env * width + f]!;
        const at = (env * width + f) * n;
        for (let a = 0; a < n; a++) actions[env * n + a]! += feature * matrices[at + a]!;
      }
    }
  }

  saveState(): Snapshot {
    return { meta: {}, arrays: { matrices: this.matrices } };
  }

  loadState({ arrays }: Snapshot): void {
    this.matrices.set(arrays.matrices!);
  }
}
