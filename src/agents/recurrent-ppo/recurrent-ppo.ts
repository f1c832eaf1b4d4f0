// PPO with a memory: the policy sees the history of its episode through an LSTM or GRU.
import type { Env, VectorEnv } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { buffer, type Tensor } from '../../tensor/index.js';
import type { Acted, ActOptions, ActorCriticOptions, Evaluated } from '../actor-critic.js';
import type { PredictOptions, Snapshot } from '../agent.js';
import { readAgentFile } from '../agent-file.js';
import { parseConfig } from '../config.js';
import type { Batch } from '../on-policy.js';
import { PPO } from '../ppo/ppo.js';
import { joinSnapshots, splitSnapshot } from '../snapshots.js';
import { type RecurrentPPOConfig, type RecurrentPPOOptions, recurrentPpoSchema } from './config.js';
import { RecurrentActorCritic } from './recurrent-actor-critic.js';

/** Sequences of equal length, time first. */
interface SequenceBatch extends Batch {
  /** `[B, memoryWidth]` before the first step of each sequence. */
  memory: Tensor;
  /** `[T, B]`, 1 where an episode begins. */
  starts: Tensor;
}

/**
 * Recurrent PPO for every action space.
 *
 * `predict` carries the memory in `options.state`: pass the same object, `{}` at the start of an episode, at every
 * step; without it the agent acts as at the start.
 *
 * @example
 * const agent = new RecurrentPPO(makeVec('CueMemory-v0', { numEnvs: 8 }), { memorySize: 32, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 * const state = {};
 * agent.predict(observation, { state });
 */
export class RecurrentPPO extends PPO<RecurrentPPOConfig> {
  override readonly algo = 'recurrent-ppo';
  declare readonly policy: RecurrentActorCritic;
  /** Steps of a sequence. */
  private readonly steps: number;
  /** What each sub-environment remembers now, `[N, memoryWidth]`. */
  private readonly memory: Tensor;
  /** Memory at the beginning of each sequence of the rollout. */
  private readonly stored: Float32Array;
  private readonly context = new Map<number, Pick<SequenceBatch, 'memory' | 'starts'>>();
  private playing: Tensor;

  constructor(env: string | Env | VectorEnv, options: RecurrentPPOOptions = {}) {
    const config = parseConfig('recurrent-ppo', recurrentPpoSchema, options);
    checkCombination(config);
    super(env, options, config);
    const { numEnvs } = this.env;
    const { memoryWidth } = this.policy;
    this.steps = config.sequenceLength ?? config.nSteps;
    this.memory = buffer([numEnvs, memoryWidth]);
    this.stored = new Float32Array((config.nSteps / this.steps) * numEnvs * memoryWidth);
    this.playing = buffer([1, memoryWidth]);
  }

  /** Reads an agent written by `save`. */
  static override async load(path: string, env: string | Env | VectorEnv): Promise<RecurrentPPO> {
    const { config } = await readAgentFile(path);
    return new RecurrentPPO(env, config as RecurrentPPOOptions).restore(path);
  }

  protected override makePolicy(options: ActorCriticOptions): RecurrentActorCritic {
    return new RecurrentActorCritic(this.encoder.size, this.env.singleActionSpace, {
      ...this.config,
      ...options,
    });
  }

  protected override act(states: Tensor, options: ActOptions): Acted {
    const { memory, steps, rollout, stored } = this;
    if (rollout.length % steps === 0) stored.set(memory.data, (rollout.length / steps) * memory.size);
    const acted = this.policy.actFrom(memory, states, this.rng.policy, options);
    memory.data.set(acted.memory);
    return acted;
  }

  /** Terminal observations are valued with the memory of the episode they end, the others with their own. */
  protected override estimate(observations: Float32Array): Float32Array {
    return this.policy.valuesFrom(this.memory, this.encode(observations));
  }

  /** A new episode remembers nothing. */
  protected override recordStep(): void {
    super.recordStep();
    const { terminated, truncated, numEnvs } = this.env;
    const { memoryWidth } = this.policy;
    for (let i = 0; i < numEnvs; i++) {
      if (terminated[i] === 1 || truncated[i] === 1) {
        this.memory.data.fill(0, i * memoryWidth, (i + 1) * memoryWidth);
      }
    }
  }

  protected override *minibatches(): Iterable<SequenceBatch> {
    const { rollout, steps, stored, config } = this;
    const { memoryWidth } = this.policy;
    const perBatch = Math.max(1, Math.floor(config.batchSize / steps));
    for (const { sequences, rows } of rollout.sequences(this.rng.replay, { steps, perBatch })) {
      const { memory, starts } = this.contextOf(sequences.length);
      for (const [j, sequence] of sequences.entries()) {
        const at = sequence * memoryWidth;
        memory.data.set(stored.subarray(at, at + memoryWidth), j * memoryWidth);
      }
      for (const [i, row] of rows.entries()) starts.data[i] = rollout.starts[row]!;
      yield { ...this.batch(rows), memory, starts };
    }
  }

  private contextOf(sequences: number): Pick<SequenceBatch, 'memory' | 'starts'> {
    const context = this.context.get(sequences) ?? {
      memory: buffer([sequences, this.policy.memoryWidth]),
      starts: buffer([this.steps, sequences]),
    };
    this.context.set(sequences, context);
    return context;
  }

  protected override evaluate(batch: SequenceBatch): Evaluated {
    return this.policy.evaluateFrom(batch.memory, batch.starts, batch);
  }

  protected override choose(
    states: Tensor,
    mask: Tensor | undefined,
    { deterministic = true, state = {} }: PredictOptions,
  ): Float32Array {
    const count = states.shape[0]!;
    const { memoryWidth } = this.policy;
    if (this.playing.shape[0] !== count) this.playing = buffer([count, memoryWidth]);
    const before = state.memory ?? new Float32Array(count * memoryWidth);
    if (before.length !== count * memoryWidth) {
      throw new UserError(
        `predict was given a state of ${before.length / memoryWidth} environments for ${count} observations; begin an episode with an empty one, {}.`,
      );
    }
    this.playing.data.set(before);
    const acted = this.policy.actFrom(this.playing, states, this.rng.policy, { mask, deterministic });
    state.memory = acted.memory;
    return acted.actions;
  }

  protected override saveLearner(): Snapshot {
    const memory = this.memory.data.slice() as Float32Array;
    return joinSnapshots(
      {},
      { ppo: super.saveLearner(), memory: { meta: {}, arrays: { now: memory, stored: this.stored } } },
    );
  }

  protected override loadLearner(snapshot: Snapshot): void {
    const { ppo, memory } = splitSnapshot(snapshot).parts;
    super.loadLearner(ppo!);
    this.memory.data.set(memory!.arrays.now!);
    this.stored.set(memory!.arrays.stored!);
  }

  protected override abandonEpisodes(): void {
    super.abandonEpisodes();
    this.memory.data.fill(0);
  }
}

/** @throws UserError for settings that are fine one by one but not together. */
function checkCombination({ nSteps, sequenceLength, sharedNetwork, criticMemory }: RecurrentPPOConfig): void {
  if (nSteps % (sequenceLength ?? nSteps) !== 0) {
    throw new UserError(`sequenceLength: expected a divisor of nSteps, ${nSteps}, got ${sequenceLength}`);
  }
  if (sharedNetwork && criticMemory === 'separate') {
    throw new UserError(
      'sharedNetwork: with shared layers the memory is shared too; set criticMemory to "shared"',
    );
  }
}
