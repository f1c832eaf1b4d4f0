// Returns and lengths of running episodes, and means over the last hundred finished ones.
import type { Metrics, Snapshot, Stateful } from './agent.js';

const WINDOW = 100;

interface Finished {
  return: number;
  length: number;
}

export class EpisodeTracker implements Stateful {
  private readonly returns: Float64Array;
  private readonly lengths: Float64Array;
  private recent: Finished[] = [];

  constructor(numEnvs: number) {
    this.returns = new Float64Array(numEnvs);
    this.lengths = new Float64Array(numEnvs);
  }

  /** Adds one step of sub-environment `env`; gives the episode's summary when it is done. */
  add(env: number, reward: number, done: boolean): Finished | undefined {
    this.returns[env]! += reward;
    this.lengths[env]!++;
    if (!done) return undefined;
    const episode = { return: this.returns[env]!, length: this.lengths[env]! };
    this.returns[env] = 0;
    this.lengths[env] = 0;
    this.remember(episode);
    return episode;
  }

  /** Takes a finished episode into the means. */
  remember({ return: total, length }: Finished): void {
    this.recent.push({ return: total, length });
    if (this.recent.length > WINDOW) this.recent.shift();
  }

  /** Return of the episode that ended last; NaN before the first one. */
  get lastReturn(): number {
    return this.recent.at(-1)?.return ?? Number.NaN;
  }

  /** Mean return of the last hundred episodes; NaN before the first one ends. */
  get meanReturn(): number {
    return mean(this.recent.map((episode) => episode.return));
  }

  /** `rollout/ep_rew_mean` and `rollout/ep_len_mean`, empty before the first episode ends. */
  metrics(): Metrics {
    if (this.recent.length === 0) return {};
    return {
      'rollout/ep_rew_mean': this.meanReturn,
      'rollout/ep_len_mean': mean(this.recent.map((episode) => episode.length)),
    };
  }

  /** Forgets the episodes that are under way. */
  abandon(): void {
    this.returns.fill(0);
    this.lengths.fill(0);
  }

  saveState(): Snapshot {
    const { returns, lengths, recent } = this;
    return { meta: { recent: [...recent] }, arrays: { returns, lengths } };
  }

  /** Episodes that are under way in another number of environments are forgotten. */
  loadState({ meta, arrays: { returns, lengths } }: Snapshot): void {
    this.recent = [...(meta.recent as Finished[])];
    if (returns?.length === this.returns.length) this.returns.set(returns);
    if (lengths?.length === this.lengths.length) this.lengths.set(lengths);
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
