// PPO that learns a game of two players from games against itself and its past selves.
import { asVectorEnv } from '../../../envs/index.js';
import { Generator } from '../../../random/index.js';
import type { PackedArray } from '../../../spaces/index.js';
import { buffer } from '../../../tensor/index.js';
import type { ActorCritic, ActorCriticOptions } from '../../actor-critic.js';
import type { Metrics } from '../../agent.js';
import type { EnvSource, OnlyDiscrete } from '../../env-agent.js';
import { MeanMetrics } from '../../mean-metrics.js';
import type { OwnParts } from '../../own-parts.js';
import { PPO } from '../../ppo/ppo.js';
import { type SelfPlayConfig, type SelfPlayOptions, selfPlaySpec } from './config.js';
import { OpponentPool } from './opponent-pool.js';
import { type Opponents, SelfPlayVectorEnv } from './self-play-env.js';

/** The number of the current policy among the opponents. */
const ITSELF = -1;

/**
 * Its environment tells the game and is where it is evaluated; training plays both sides, with the current policy and a
 * pool of past ones, whose ratings (Elo) show whether it gets better. Steps are moves of the learner.
 *
 * @example
 * const agent = await new SelfPlayPPO(makeVec('ConnectFour-v0', { numEnvs: 32 }), { seed: 1 }).learn({ totalSteps: 300_000 });
 */
export class SelfPlayPPO<E extends EnvSource = EnvSource>
  extends PPO<E, SelfPlayConfig>
  implements Opponents
{
  static override readonly spec = selfPlaySpec;
  static override readonly repeatable = true;
  readonly pool: OpponentPool;
  private readonly results = this.parts.state('results', new MeanMetrics());
  // Written by the constructor of the base class: a field with a value would forget it.
  declare private policyOptions: ActorCriticOptions;

  constructor(env: E & OnlyDiscrete<E>, options: SelfPlayOptions = {}, own: OwnParts = {}) {
    super(new SelfPlayVectorEnv(selfPlaySpec.id, asVectorEnv(env)) as unknown as E, options, own);
    (this.env as SelfPlayVectorEnv).opponents = this;
    const make = () => this.makePolicy({ ...this.policyOptions, rng: new Generator(0) });
    this.pool = this.parts.state('pool', new OpponentPool(this.config.poolSize, make), { memory: true });
    this.pool.join(this.policy);
  }

  protected override makePolicy(options: ActorCriticOptions): ActorCritic {
    this.policyOptions = options;
    return super.makePolicy(options);
  }

  draw(rng: Generator): number {
    if (rng.random() < this.config.latestFraction) return ITSELF;
    return this.pool.numberOf(rng.integers(0, this.pool.size));
  }

  answer(
    opponents: readonly number[],
    observations: PackedArray,
    masks: Uint8Array,
    rng: Generator,
  ): ArrayLike<number> {
    const { packedSize } = this.env.singleObservationSpace;
    const width = masks.length / opponents.length;
    const chosen = new Int32Array(opponents.length);
    for (const opponent of new Set(opponents)) {
      const rows = [...opponents.keys()].filter((i) => opponents[i] === opponent);
      const seen = observations.slice(0, rows.length * packedSize) as PackedArray;
      const mask = buffer([rows.length, width]);
      rows.forEach((row, k) => {
        seen.set(observations.subarray(row * packedSize, (row + 1) * packedSize), k * packedSize);
        mask.data.set(masks.subarray(row * width, (row + 1) * width), k * width);
      });
      const states = this.encodeInto(buffer([rows.length, this.encoder.size]), seen);
      const network = this.networkOf(opponent);
      const { actions } = network.act(states, rng, { mask });
      network.head.toEnv(actions, rows.length, seen);
      rows.forEach((row, k) => {
        chosen[row] = seen[k]!;
      });
      states.dispose();
      mask.dispose();
    }
    return chosen;
  }

  /** Who has left the pool in the middle of a game is followed by the current policy. */
  private networkOf(opponent: number): ActorCritic {
    const index = opponent === ITSELF ? -1 : this.pool.indexOf(opponent);
    return index < 0 ? this.policy : this.pool.network(index);
  }

  ended(opponent: number, reward: number): void {
    const { pool, results, config } = this;
    const index = opponent === ITSELF ? -1 : pool.indexOf(opponent);
    if (index < 0) return;
    const score = (1 + Math.sign(reward)) / 2;
    pool.rate(index, score, config.eloK);
    results.add({
      'self_play/won': score === 1 ? 1 : 0,
      'self_play/drawn': score === 0.5 ? 1 : 0,
      'self_play/lost': score === 0 ? 1 : 0,
    });
  }

  protected override update(): Metrics {
    const metrics = super.update();
    const { pool, learnt, config } = this;
    if ((learnt.rollouts + 1) % config.snapshotInterval === 0) pool.join(this.policy);
    return {
      ...metrics,
      ...this.results.take(),
      'self_play/elo': pool.rating,
      'self_play/opponents': pool.size,
    };
  }

  override status(): Record<string, number> {
    return { ...super.status(), elo: this.pool.rating };
  }
}
