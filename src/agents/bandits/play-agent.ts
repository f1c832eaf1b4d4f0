// What agents that play bandits share: they learn from each reward at once, whatever comes next, and tell their regret.
import type { Transitions } from '../../memory/index.js';
import type { Discrete } from '../../spaces/index.js';
import type { Metrics } from '../agent.js';
import { EnvAgent, type EnvSource, type ObservationIn } from '../env-agent.js';
import { passed } from '../intervals.js';
import { requireDiscrete } from '../spaces.js';
import { RegretTracker } from './regret.js';

export abstract class PlayAgent<
  C extends { seed: number; logInterval: number },
  E extends EnvSource = EnvSource,
> extends EnvAgent<C, ObservationIn<E>, number> {
  protected readonly actions: Discrete;
  /** How many arms there are. */
  protected readonly n: number;
  private readonly regret = this.parts.state('regret', new RegretTracker());

  constructor(env: E, options: unknown) {
    super(env, options);
    this.actions = requireDiscrete(this.algo, this.env.singleActionSpace);
    this.n = this.actions.n;
  }

  /** Fills the collector's actions for what is observed now. */
  protected abstract choose(): void;
  /** Learns from rewards; those of dead rows (`alive` 0) are none. */
  protected abstract learnFrom(transitions: Transitions): void;
  /** What the algorithm adds to a row of metrics. */
  protected trainMetrics(): Metrics {
    return {};
  }

  /** One play in every environment. */
  protected iterate(): void {
    const { env, regret, count, config } = this;
    this.choose();
    const before = count.steps;
    this.learnFrom(this.stepEnvs());
    regret.add(env);
    if (passed(config.logInterval, before, count.steps))
      this.log({ ...regret.take(env.numEnvs), ...this.trainMetrics() });
  }
}
