// PPO whose policy remembers its episode in a gated Transformer-XL (Parisotto et al. 2020).
import { UserError } from '../../io/errors.js';
import type { Generator } from '../../random/index.js';
import type { EnvSource } from '../env-agent.js';
import { requireRoom } from '../memory-size.js';
import type { OwnParts } from '../own-parts.js';
import type { MemoryCore } from '../recurrent-ppo/memory-core.js';
import { RecurrentPPO } from '../recurrent-ppo/recurrent-ppo.js';
import { type TransformerPPOConfig, type TransformerPPOOptions, transformerPpoSpec } from './config.js';
import { TransformerCore } from './transformer-core.js';

/**
 * Transformer PPO for every action space: recurrent PPO with attention over the steps of the episode in place of an LSTM.
 *
 * `predict` carries the memory in `options.state`, as with `RecurrentPPO`.
 *
 * @example
 * const agent = new TransformerPPO(makeVec('CueMemory-v0', { numEnvs: 8 }), { memorySize: 32, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 * const state = {};
 * agent.predict(observation, { state });
 */
export class TransformerPPO<E extends EnvSource = EnvSource> extends RecurrentPPO<E, TransformerPPOConfig> {
  static override readonly spec = transformerPpoSpec;

  constructor(env: E, options: TransformerPPOOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected override makeCore(inputs: number, rng: Generator): MemoryCore {
    const { memorySize, heads, ...options } = this.config;
    if (memorySize % heads !== 0) {
      throw new UserError(`heads: expected a divisor of memorySize, ${memorySize}, got ${heads}`);
    }
    const { memoryLength, layers } = options;
    requireRoom('memoryLength', memoryLength, 4 * this.env.numEnvs * (layers * memorySize + 1));
    return new TransformerCore(inputs, memorySize, { ...options, heads, rng });
  }
}
