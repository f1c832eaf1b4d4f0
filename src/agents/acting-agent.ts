// What agents share that act and learn nothing from what comes of it.
import { EnvAgent } from './env-agent.js';

export abstract class ActingAgent<
  C extends { seed: number; logInterval: number },
  O = unknown,
  A = unknown,
> extends EnvAgent<C, O, A> {
  /** One step of every environment. */
  protected iterate(): void {
    const { env, collector } = this;
    this.predictBatch(env.observations, env.numEnvs, collector.actions, { actionMask: env.actionMasks });
    this.stepEnvs();
  }

  protected override onEpisode(): void {
    if (this.numEpisodes % this.config.logInterval === 0) this.log({});
  }

  status(): Record<string, number> {
    return {};
  }
}
