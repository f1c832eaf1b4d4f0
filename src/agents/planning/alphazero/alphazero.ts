// AlphaZero: a network that learns from games its own search plays against itself (Silver et al. 2018).
import { scheduleValue } from '../../../explore/index.js';
import { UserError } from '../../../io/errors.js';
import { ColumnStore } from '../../../memory/index.js';
import { mseLoss } from '../../../nn/index.js';
import { AdamW, clipGradNorm } from '../../../optim/index.js';
import { allocatePacked, type PackedArray } from '../../../spaces/index.js';
import { noGrad, scope } from '../../../tensor/index.js';
import type { Metrics, PredictOptions } from '../../agent.js';
import type { Budget } from '../../budget.js';
import { assertFinite } from '../../diagnosis.js';
import {
  type ActionIn,
  EnvAgent,
  type EnvSource,
  type ObservationIn,
  type OnlyDiscrete,
} from '../../env-agent.js';
import { MeanMetrics } from '../../mean-metrics.js';
import { requireBatch } from '../../memory-size.js';
import { NetworkInputs } from '../../network-inputs.js';
import { type OwnParts, requireParts } from '../../own-parts.js';
import { drawVisits } from '../draw-visits.js';
import { gameOfTwo } from '../search-game-of.js';
import { type AlphaZeroConfig, type AlphaZeroOptions, alphaZeroSpec } from './config.js';
import { addDirichlet } from './dirichlet.js';
import { PolicyValueNetwork } from './network.js';
import { PositionBatches } from './position-batches.js';
import { Puct } from './puct.js';
import { gameColumns, SelfPlay } from './self-play.js';

/**
 * Its environment tells the game and is where it is evaluated; training plays the game itself, both sides, and a step of
 * training is a move of either.
 *
 * @example
 * const agent = await new AlphaZero('TicTacToe-v0', { selfPlaySimulations: 50, seed: 1 }).learn({ totalSteps: 30_000 });
 */
export class AlphaZero<E extends EnvSource = EnvSource> extends EnvAgent<
  AlphaZeroConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = alphaZeroSpec;
  readonly network: PolicyValueNetwork;
  /** Positions of the newest games. */
  readonly memory: ColumnStore;
  private readonly optimizer: AdamW;
  private readonly selfPlay: SelfPlay;
  private readonly learning: Puct;
  private readonly playing: Puct;
  private readonly batches: PositionBatches;
  private readonly policies: Float32Array;
  private readonly actionCount: number;
  private readonly results = this.parts.state('results', new MeanMetrics());
  private readonly measured = this.parts.state('measured', new MeanMetrics());
  private readonly learnt = this.parts.counters('learnt', { updates: 0 });

  constructor(env: E & OnlyDiscrete<E>, options: AlphaZeroOptions = {}, own: OwnParts = {}) {
    super(env, options);
    requireParts(this.algo, own, ['extractor']);
    const { config, rng, encoder } = this;
    requireBatch(config.bufferSize, config.batchSize, 'positions');
    const { singleObservationSpace: space } = this.env;
    const game = gameOfTwo(this.algo, this.env, rng.noise);
    const n = game.actionCount;
    this.actionCount = n;
    const network = new PolicyValueNetwork(space, n, config, rng.init, own);
    this.network = this.parts.network('network', network);
    this.optimizer = this.parts.optimizer(
      'optimizer',
      new AdamW(network, { lr: scheduleValue(config.learningRate, 0), weightDecay: config.weightDecay }),
    );
    const columns = gameColumns(space, n);
    this.memory = this.parts.state('memory', new ColumnStore(columns, config.bufferSize), { memory: true });
    const allocate = (size: number) => allocatePacked(space.packedType, size);
    const search = (simulations: number, rows: number) => {
      const inputs = new NetworkInputs(encoder, undefined, rows);
      return new Puct(
        game,
        { simulations, exploration: config.exploration },
        (observations, count) => this.evaluate(inputs, observations, count),
        allocate,
      );
    };
    this.learning = search(config.selfPlaySimulations, config.parallelGames);
    this.playing = search(config.simulations, this.env.numEnvs);
    this.selfPlay = this.parts.state(
      'self-play',
      new SelfPlay(game, columns, config.parallelGames, allocate),
    );
    this.policies = new Float32Array(config.parallelGames * n);
    this.batches = new PositionBatches(
      this.memory,
      encoder,
      config.batchSize,
      (config.symmetries && game.symmetries) || [],
    );
  }

  private evaluate(inputs: NetworkInputs, observations: PackedArray, count: number) {
    return scope(() =>
      noGrad(() => {
        const { logits, values } = this.network.forward(inputs.of(observations, count));
        return { logits: logits.toArray(), values: values.toArray() };
      }),
    );
  }

  override requireTrainable({ amount, unit }: Budget): void {
    const { batchSize, parallelGames } = this.config;
    if (unit === 'episodes' || this.learnt.updates > 0) return;
    const moves = unit === 'steps' ? amount : amount * parallelGames;
    if (moves >= batchSize) return;
    throw new UserError(
      `batchSize: learning begins with ${batchSize} positions of finished games, but training ends after ${moves} moves; lower it or train longer.`,
    );
  }

  /** One move in every game, then gradient steps. */
  protected iterate(maxSteps: number): void {
    const { config, memory, learnt, optimizer } = this;
    this.move(Math.min(config.parallelGames, maxSteps));
    if (memory.size < config.batchSize) return;
    optimizer.lr = scheduleValue(config.learningRate, this.progress);
    this.parts.train();
    for (let i = 0; i < config.gradientSteps; i++) {
      this.measured.add(this.update());
      learnt.updates++;
    }
    this.parts.eval();
  }

  /** @param games how many of the games have a move */
  private move(games: number): void {
    const { config, selfPlay, learning, policies, rng, actionCount: n } = this;
    const { dirichletAlpha, dirichletFraction, temperature, temperatureMoves } = config;
    const noise = (priors: Float32Array) =>
      addDirichlet(priors, dirichletAlpha, dirichletFraction, rng.noise);
    learning.search(selfPlay.observations, games, dirichletFraction > 0 ? { noise } : {});
    for (let i = 0; i < games; i++) {
      const tree = learning.trees[i]!;
      tree.rootVisits(policies, i * n);
      const action =
        selfPlay.moves(i) < temperatureMoves
          ? drawVisits(policies, i * n, n, temperature, rng.policy)
          : tree.bestAction();
      for (let a = i * n; a < (i + 1) * n; a++) policies[a]! /= config.selfPlaySimulations;
      this.count.steps++;
      const finished = selfPlay.play(i, action, policies, i * n, this.memory);
      if (finished) this.finish(i, finished);
    }
  }

  private finish(i: number, { result, length }: { result: number; length: number }): void {
    const { results, config, learnt } = this;
    this.episodes.remember({ return: result, length });
    this.recordEpisode({ return: result, length, truncated: false, env: i, step: this.count.steps });
    results.add({
      'self_play/first_wins': result > 0 ? 1 : 0,
      'self_play/draws': result === 0 ? 1 : 0,
      'self_play/second_wins': result < 0 ? 1 : 0,
    });
    if (this.numEpisodes % config.logInterval !== 0) return;
    this.log({
      ...results.take(),
      ...this.measured.take(),
      'train/n_updates': learnt.updates,
      'train/learning_rate': this.optimizer.lr,
    });
  }

  /** One gradient step on (z - v)² - π·log p. */
  private update(): Metrics {
    const { states, policies, values } = this.batches.draw(this.rng.replay);
    return scope(() => {
      const { logits, values: predicted } = this.network.forward(states);
      const valueLoss = mseLoss(predicted, values);
      const policyLoss = logits.logSoftmax(1).mul(policies).sum(1).mean().neg();
      const loss = valueLoss.add(policyLoss);
      const value = assertFinite('loss', loss, { states, policies, values }, this.network);
      this.optimizer.zeroGrad();
      loss.backward();
      clipGradNorm(this.optimizer, this.config.maxGradNorm);
      this.optimizer.step();
      return {
        'train/loss': value,
        'train/policy_loss': policyLoss.item(),
        'train/value_loss': valueLoss.item(),
      };
    });
  }

  /** The actions tried most in a search without noise; with `deterministic: false` draws ~ how often they were tried. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { playing, rng, actionCount: n } = this;
    playing.search(observations, count, { masks: actionMask });
    const visits = new Float64Array(n);
    for (let i = 0; i < count; i++) {
      const tree = playing.trees[i]!;
      if (deterministic) {
        out[i] = tree.bestAction();
        continue;
      }
      tree.rootVisits(visits);
      out[i] = drawVisits(visits, 0, n, 1, rng.policy);
    }
  }

  status(): Record<string, number> {
    return { positions: this.memory.size, 'learning rate': this.optimizer.lr };
  }
}
