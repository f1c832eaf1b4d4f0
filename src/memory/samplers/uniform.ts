// Uniform sampling with replacement (Lin 1992; Mnih et al. 2015).

import type { Snapshot } from '../../io/snapshot.js';
import type { Generator } from '../../random/index.js';
import type { ReplayMemory } from '../replay-memory.js';
import type { Draw, Sampler } from './sampler.js';

export class UniformSampler implements Sampler {
  private readonly draws: Draw = { rows: new Int32Array(0) };

  constructor(private readonly memory: ReplayMemory) {}

  draw(count: number, rng: Generator): Draw {
    if (this.draws.rows.length !== count) this.draws.rows = new Int32Array(count);
    const { size } = this.memory;
    if (size === 0) throw new RangeError('cannot draw from an empty memory; add transitions first');
    const { rows } = this.draws;
    for (let i = 0; i < count; i++) rows[i] = rng.integers(0, size);
    return this.draws;
  }

  saveState(): Snapshot {
    return { meta: {}, arrays: {} };
  }

  loadState(): void {}
}
