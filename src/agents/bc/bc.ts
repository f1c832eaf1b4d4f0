// Behaviour cloning: supervised learning of the actions that somebody took (Pomerleau 1991; Bain and Sammut 1995).
import { scheduleValue } from '../../explore/index.js';
import { UserError } from '../../io/errors.js';
import { ReplayMemory, UniformSampler } from '../../memory/index.js';
import { crossEntropy, Linear, mseLoss, type Sequential } from '../../nn/index.js';
import { clipGradNorm, type Optimizer } from '../../optim/index.js';
import { Box, Discrete, type PackedArray } from '../../spaces/index.js';
import { noGrad, type RecordedStep, scope } from '../../tensor/index.js';
import type { PredictOptions } from '../agent.js';
import type { Budget } from '../budget.js';
import { assertFinite } from '../diagnosis.js';
import { type ActionIn, EnvAgent, type EnvSource, type ObservationIn } from '../env-agent.js';
import { channelsOf } from '../features/index.js';
import { argmaxRow } from '../masking.js';
import { MeanMetrics } from '../mean-metrics.js';
import { NetworkInputs } from '../network-inputs.js';
import { InputNormalizer } from '../normalization.js';
import { LOG_STEPS, learnStatistics, requireFittingDataset, requireOfflineBudget } from '../offline.js';
import { makeOptimizer } from '../optimizers.js';
import { type OwnParts, requireParts } from '../own-parts.js';
import { qNetwork } from '../q-network.js';
import { recordedStep } from '../repeatable.js';
import { requireStepSize } from '../trainable.js';
import { type TransitionBatch, TransitionBatches } from '../transition-batch.js';
import { type BCConfig, type BCOptions, bcSpec } from './config.js';

/**
 * Learns from a dataset what was done: of Discrete actions their probabilities (cross-entropy), of a Box its numbers
 * (squared error), which are clipped to its bounds when it acts. It has no rewards in it, and takes no step.
 *
 * @example
 * const dataset = recordDataset(expert, 'CartPole-v1', { steps: 10_000 });
 * const agent = await new BC(new OfflineEnv(dataset), { seed: 1 }, { dataset }).learn({ totalSteps: 2000 });
 */
export class BC<E extends EnvSource = EnvSource> extends EnvAgent<BCConfig, ObservationIn<E>, ActionIn<E>> {
  static override readonly spec = bcSpec;
  readonly policy: Sequential;
  readonly dataset: OwnParts['dataset'];
  private readonly optimizer: Optimizer;
  private readonly actions: Discrete | Box;
  private readonly normalizer: InputNormalizer | undefined;
  private readonly measured = this.parts.state('measured', new MeanMetrics());
  private readonly recorded: RecordedStep;
  private readonly inputs: NetworkInputs;
  private readonly data: { sampler: UniformSampler; batches: TransitionBatches } | undefined;

  /** @param own.dataset what it learns from; without one it can act and be loaded, not learn */
  constructor(env: E, options: BCOptions = {}, own: OwnParts = {}) {
    super(env, options);
    requireParts(this.algo, own, ['extractor', 'head', 'dataset']);
    const { singleObservationSpace: observations, singleActionSpace: actions } = this.env;
    if (!(actions instanceof Discrete || actions instanceof Box))
      throw new UserError(
        `bc needs a Discrete or Box action space, got ${(actions as { kind: string }).kind}.`,
      );
    this.actions = actions as Discrete | Box;
    const { optimizer, learningRate, normalizeObservations } = this.config;
    const head: OwnParts['head'] =
      own.head ?? ((inputs, space, rng) => new Linear(inputs, space.flatdim, { rng }));
    const network = qNetwork(
      observations,
      actions as Discrete,
      { ...this.config, rng: this.rng.init },
      { ...own, head },
    );
    this.policy = this.parts.network('policy', network);
    this.optimizer = this.parts.optimizer(
      'optimizer',
      makeOptimizer(optimizer, this.policy, scheduleValue(learningRate, 0)),
    );
    if (normalizeObservations)
      this.normalizer = this.parts.state('normalizer', InputNormalizer.for(this.encoder));
    this.recorded = recordedStep(new.target === BC, [this.policy], own);
    this.inputs = new NetworkInputs(this.encoder, this.normalizer, this.env.numEnvs);
    this.dataset = own.dataset;
    this.data = own.dataset && this.take(own.dataset);
  }

  private take(dataset: NonNullable<OwnParts['dataset']>) {
    const { encoder, normalizer, actions, config } = this;
    requireFittingDataset(dataset, this.env, config);
    const memory = new ReplayMemory(dataset.size, {
      observationSpace: this.env.singleObservationSpace,
      actionSpace: actions,
      channels: channelsOf(config.features),
    });
    dataset.fill(memory);
    if (normalizer) learnStatistics(normalizer, encoder, memory);
    const options = { wantsErrors: false, actionSpace: actions, normalizer };
    const batches = new TransitionBatches(memory, encoder, config.batchSize, options);
    return { sampler: new UniformSampler(memory), batches };
  }

  override requireTrainable(budget: Budget): void {
    if (!this.data) {
      throw new UserError(
        'bc learns from recorded transitions: train with --dataset FILE (see trainyard record), in a program with the part { dataset }.',
      );
    }
    requireOfflineBudget(budget);
    requireStepSize(this.config.learningRate);
  }

  /** One gradient step, which counts as a step. */
  protected iterate(): void {
    const { config, optimizer, count, data } = this;
    optimizer.lr = scheduleValue(config.learningRate, this.progress);
    const draw = data!.sampler.draw(config.batchSize, this.rng.replay);
    this.parts.train();
    this.measured.add(this.update(data!.batches.load(draw, 1)));
    this.parts.eval();
    count.steps++;
    if (count.steps % (LOG_STEPS * config.logInterval) !== 0) return;
    this.log({
      ...this.measured.take(),
      'train/n_updates': count.steps,
      'train/learning_rate': optimizer.lr,
    });
  }

  private update({ states, actions }: TransitionBatch) {
    return scope(() => {
      const { loss } = this.recorded.run([states], () => {
        const outputs = this.policy.forward(states);
        const loss =
          this.actions instanceof Discrete
            ? crossEntropy(outputs, actions.squeeze(1))
            : mseLoss(outputs, actions);
        this.optimizer.zeroGrad();
        loss.backward();
        return { loss };
      });
      const value = assertFinite('loss', loss, { states }, this.policy);
      clipGradNorm(this.optimizer, this.config.maxGradNorm);
      this.optimizer.step();
      return { 'train/loss': value };
    });
  }

  /** The likeliest actions, or those of a Box as learnt; with `deterministic: false`, Discrete ones by their probabilities. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const outputs = this.outputsOf(observations, count);
    const { actions, rng } = this;
    if (actions instanceof Box) {
      const { low, high, packedSize } = actions;
      for (let i = 0; i < out.length && i < count * packedSize; i++) {
        out[i] = Math.min(Math.max(outputs[i]!, low[i % packedSize]!), high[i % packedSize]!);
      }
      return;
    }
    const { n, start } = actions;
    for (let i = 0; i < count; i++) {
      // The largest of logits with Gumbel noise is a draw from their softmax.
      for (let a = i * n; !deterministic && a < (i + 1) * n; a++)
        outputs[a]! -= Math.log(-Math.log(1 - rng.policy.random()));
      out[i] = start + argmaxRow(outputs, i, n, actionMask);
    }
  }

  private outputsOf(observations: PackedArray, count: number): Float32Array {
    const inputs = this.inputs.of(observations, count);
    return scope(() => noGrad(() => this.policy.forward(inputs).toArray())) as Float32Array;
  }

  status(): Record<string, number> {
    return { 'learning rate': this.optimizer.lr };
  }
}
