// Independent, neighbourhood and mean-field Q-learning: one trainer, told more or less of what neighbours do.
import type { EnvSource, OnlyDiscrete } from '../../env-agent.js';
import type { OwnParts } from '../../own-parts.js';
import {
  type IndependentQConfig,
  type IndependentQOptions,
  independentQSpec,
  type MeanFieldQConfig,
  type MeanFieldQOptions,
  meanFieldQSpec,
  type NeighbourhoodQConfig,
  type NeighbourhoodQOptions,
  neighbourhoodQSpec,
} from './config.js';
import { ManyQAgent } from './many-q-agent.js';
import type { Telling } from './neighbour-actions.js';

/**
 * Every agent takes the others for a part of its world (Tan 1993): the baseline of the other two.
 *
 * @example const agent = new IndependentQ(makeVec('ising_1d_v0'), { seed: 1 });
 */
export class IndependentQ<E extends EnvSource = EnvSource> extends ManyQAgent<IndependentQConfig, E> {
  static override readonly spec = independentQSpec;

  constructor(env: E & OnlyDiscrete<E>, options: IndependentQOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected telling(): Telling {
    return { kind: 'nothing' };
  }
}

/**
 * Every agent knows the combination of its nearest neighbours' actions (Zai & Brown 2020, chapter 9).
 *
 * @example const agent = new NeighbourhoodQ(makeVec('ising_1d_v0', { options: { blind: true } }), { seed: 1 });
 */
export class NeighbourhoodQ<E extends EnvSource = EnvSource> extends ManyQAgent<NeighbourhoodQConfig, E> {
  static override readonly spec = neighbourhoodQSpec;

  constructor(env: E & OnlyDiscrete<E>, options: NeighbourhoodQOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected telling(): Telling {
    return { kind: 'joint', neighbours: this.config.neighbours };
  }
}

/**
 * Every agent knows the mean of its neighbours' actions, however many they are (Yang et al. 2018, MF-Q).
 *
 * @example
 * const armies = makeVec('battle_book_v0', { options: { minimapMode: false } });
 * const agent = await new MeanFieldQ(armies, { seed: 1 }).learn({ totalSteps: 200_000 });
 */
export class MeanFieldQ<E extends EnvSource = EnvSource> extends ManyQAgent<MeanFieldQConfig, E> {
  static override readonly spec = meanFieldQSpec;

  constructor(env: E & OnlyDiscrete<E>, options: MeanFieldQOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected telling(): Telling {
    return { kind: 'mean' };
  }
}
