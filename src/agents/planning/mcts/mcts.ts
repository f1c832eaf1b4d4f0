// An agent that plans every move anew by Monte-Carlo tree search. It learns nothing from one move to the next.
import type { PackedArray } from '../../../spaces/index.js';
import { ActingAgent } from '../../acting-agent.js';
import type { PredictOptions } from '../../agent.js';
import type { ActionIn, EnvSource, ObservationIn, OnlyDiscrete } from '../../env-agent.js';
import { drawVisits } from '../draw-visits.js';
import { searchGameOf } from '../search-game-of.js';
import { type MCTSConfig, type MCTSOptions, mctsSpec } from './config.js';
import { Uct } from './uct.js';

/**
 * UCT in the simulator of its environment: board games, worlds with a transition table, and what has `searchGame()`.
 *
 * @example
 * const agent = new MCTS('TicTacToe-v0', { simulations: 1000, seed: 1 });
 * agent.predict(observation, { actionMask: env.actionMask() });
 */
export class MCTS<E extends EnvSource = EnvSource> extends ActingAgent<
  MCTSConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = mctsSpec;
  private readonly uct: Uct;
  private readonly visits: Float64Array;

  constructor(env: E & OnlyDiscrete<E>, options: MCTSOptions = {}) {
    super(env, options);
    const game = searchGameOf(this.algo, this.env, this.rng.policy);
    this.uct = new Uct(game, this.config, this.rng.policy);
    this.visits = new Float64Array(game.actionCount);
  }

  /** The actions tried most, or with `deterministic: false` draws in proportion to how often they were tried. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { uct, visits, rng } = this;
    const n = visits.length;
    const width = this.env.singleObservationSpace.packedSize;
    for (let i = 0; i < count; i++) {
      uct.search(observations, i * width, actionMask?.subarray(i * n, (i + 1) * n));
      if (deterministic) {
        out[i] = uct.tree.bestAction();
        continue;
      }
      uct.tree.rootVisits(visits);
      out[i] = drawVisits(visits, 0, n, 1, rng.policy);
    }
  }
}
