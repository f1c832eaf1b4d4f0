// What a bandit's infos tell of plays: how much was missed, and how often the best arm was played.

import type { VectorEnv } from '../../envs/index.js';
import type { Metrics, Snapshot, Stateful } from '../agent.js';

export class RegretTracker implements Stateful {
  private counts = { plays: 0, rewards: 0, told: 0, optimal: 0, regret: 0 };

  /** Takes the last step of a vector; infos of worlds that are no bandits tell nothing. */
  add({ numEnvs, rewards, infos }: VectorEnv): void {
    const { counts } = this;
    for (let i = 0; i < numEnvs; i++) {
      counts.plays++;
      counts.rewards += rewards[i]!;
      const { regret, isOptimal } = infos[i] ?? {};
      if (typeof regret !== 'number') continue;
      counts.told++;
      counts.regret += regret;
      if (isOptimal === true) counts.optimal++;
    }
  }

  /** Mean reward and share of best arms since the last row, the regret since training began (per environment). */
  take(numEnvs: number): Metrics {
    const { plays, rewards, told, optimal, regret } = this.counts;
    this.counts = { plays: 0, rewards: 0, told: 0, optimal: 0, regret };
    return {
      'rollout/mean_reward': rewards / plays,
      ...(told > 0 && { 'rollout/optimal_share': optimal / told, 'rollout/regret': regret / numEnvs }),
    };
  }

  saveState(): Snapshot {
    return { meta: { ...this.counts }, arrays: {} };
  }

  loadState({ meta }: Snapshot): void {
    this.counts = { ...this.counts, ...meta };
  }
}
