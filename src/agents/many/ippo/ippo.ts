// Independent PPO: every agent learns by PPO from what it sees itself, all with the same weights (de Witt et al. 2020).
import type { AgentSpec } from '../../config.js';
import type { EnvSource } from '../../env-agent.js';
import type { OwnParts } from '../../own-parts.js';
import { type PPOOptions, ppoMutable, ppoSchema } from '../../ppo/config.js';
import { PPO } from '../../ppo/ppo.js';

export const ippoSpec: AgentSpec = { id: 'ippo', schema: ppoSchema, mutable: ppoMutable };

/**
 * PPO on the rows of worlds with many agents: weights are shared, rows of the dead are left out.
 *
 * @example const agent = new IPPO(makeVec('battle_book_v0', { numEnvs: 2 }), { nSteps: 64, seed: 1 });
 */
export class IPPO<E extends EnvSource = EnvSource> extends PPO<E> {
  static override readonly spec = ippoSpec;
  static override readonly repeatable = true;

  constructor(env: E, options: PPOOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }
}
