// Rainbow (Hessel et al. 2018): C51 with double Q-learning, prioritised replay, a dueling noisy network and n-step returns.
import { C51 } from '../c51/c51.js';
import type { AgentSpec } from '../config.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { OwnParts } from '../own-parts.js';
import { type RainbowOptions, rainbowSpec } from './config.js';

/**
 * All six at once; each can be switched off by its hyperparameter (`doubleQ`, `prioritized`, `dueling`, `noisy`, `nSteps`;
 * without distributions it is `DQN`).
 *
 * @example
 * const agent = new Rainbow('CartPole-v1', { vMin: 0, vMax: 100, noisy: false });
 */
export class Rainbow<E extends EnvSource = EnvSource> extends C51<E> {
  static override readonly spec: AgentSpec = rainbowSpec;
  static override readonly repeatable = true;

  constructor(env: E & OnlyDiscrete<E>, options: RainbowOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }
}
