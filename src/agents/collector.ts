// Steps a vector of environments and tells what came of it. It knows nothing of learning.
import { trackedIn, type VectorEnv } from '../envs/index.js';
import type { Transitions } from '../memory/index.js';
import { allocatePacked, type PackedArray } from '../spaces/index.js';
import type { EpisodeSummary } from './agent.js';
import type { EpisodeTracker } from './episode-tracker.js';

export class Collector {
  /** Packed actions of the coming step, to be filled in by the policy. */
  readonly actions: PackedArray;
  /** What the last step brought. Rewards may be replaced by shaped ones before they are stored. */
  readonly transitions: Transitions;

  constructor(
    private readonly env: VectorEnv,
    private readonly episodes: EpisodeTracker,
    private readonly onEpisode: (episode: Omit<EpisodeSummary, 'step'>) => void,
  ) {
    const { numEnvs, singleActionSpace: actions, singleObservationSpace: observations } = env;
    this.actions = allocatePacked(actions.packedType, numEnvs * actions.packedSize);
    this.transitions = {
      count: numEnvs,
      // Kept because the environment overwrites its own array.
      observations: allocatePacked(observations.packedType, numEnvs * observations.packedSize),
      actions: this.actions,
      rewards: env.rewards,
      terminated: env.terminated,
      truncated: env.truncated,
      nextObservations: env.observations,
      finalObservations: env.finalObservations,
      ...(env.actionMasks && { actionMasks: new Uint8Array(env.actionMasks.length) }),
      ...(env.alive && { alive: new Uint8Array(numEnvs) }),
    };
  }

  /**
   * Takes `actions` in every environment; finished episodes are reported.
   *
   * @param meanwhile runs while the environments step, which they must be able to (`stepAsync`)
   */
  step(meanwhile?: () => void): Transitions {
    const { env, episodes, transitions } = this;
    transitions.observations.set(env.observations as Float32Array);
    if (env.actionMasks) transitions.actionMasks!.set(env.actionMasks);
    if (env.alive) transitions.alive!.set(env.alive);
    if (meanwhile) {
      env.stepAsync!(this.actions);
      try {
        meanwhile();
      } finally {
        env.stepWait!();
      }
    } else env.step(this.actions);
    transitions.nextActionMasks = env.actionMasks;
    transitions.finalActionMasks = env.finalActionMasks;
    const { numEnvs, rewards, terminated, truncated } = env;
    for (let i = 0; i < numEnvs; i++) {
      if (transitions.alive?.[i] === 0) continue;
      const done = terminated[i] === 1 || truncated[i] === 1;
      const episode = episodes.add(i, rewards[i]!, done);
      if (!episode) continue;
      const tracked = trackedIn(env.infos[i]);
      this.onEpisode({ ...episode, truncated: terminated[i] === 0, env: i, ...(tracked && { tracked }) });
    }
    return transitions;
  }
}
