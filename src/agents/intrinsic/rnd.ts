// Random-network distillation (Burda et al. 2018): new is where a network does not yet say what a fixed random one says.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { Sequential } from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { noGrad } from '../../tensor/index.js';
import { mlp } from '../networks.js';
import { InputNormalizer } from '../normalization.js';
import type { Experience } from '../own-parts.js';
import { defineIntrinsic, type Judgement, type NoveltyContext, type NoveltyModel } from './definition.js';
import { encoderNetwork, learntShape } from './encoder.js';
import { halves, meanOf, type Novelty, type NoveltyInputs, NoveltyLearner } from './novelty-learner.js';

/** Inputs stay within so many deviations. Source: Burda et al. (2018), section 2.4. */
const CLIP = 5;

export const rndSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...learntShape,
    size: z
      .number()
      .int()
      .positive()
      .default(64)
      .describe('Numbers that the random network says of a state.'),
    targetSizes: z
      .array(z.number().int().positive())
      .nullable()
      .default(null)
      .describe(
        'Hidden layers after the features, of both networks; null: [128] after plain numbers, none after convolutions.',
      ),
    predictorSizes: z
      .array(z.number().int().positive())
      .default([128])
      .describe(
        'Further layers of the network that learns, so that it can tell what the other says. Source: Burda et al. (2018), appendix.',
      ),
    normalizeInputs: z
      .boolean()
      .default(true)
      .describe(
        'Scales what the networks read to running mean 0 and deviation 1, within ±5: a random network cannot adapt to its inputs. Source: Burda et al. (2018), section 2.4.',
      ),
  }),
);

export type RNDOptions = z.output<typeof rndSchema>;

export class RND implements NoveltyModel {
  readonly target: Sequential;
  readonly predictor: Sequential;
  private readonly normalizer: InputNormalizer | undefined;
  private readonly learner: NoveltyLearner;

  constructor(options: RNDOptions, context: NoveltyContext) {
    const { size, targetSizes, predictorSizes, learningRate, maxGradNorm, batchSize } = options;
    const { parts, rng, encoder } = context;
    const network = (further: readonly number[]) => {
      const reader = encoderNetwork(context, options, targetSizes, [128]);
      const rest = mlp(reader.size, further, size, { rng, key: 'intrinsic' });
      return new Sequential(...reader.network.layers, ...rest.layers);
    };
    this.target = parts.network('rnd_target', network([]), { fixed: true });
    this.predictor = parts.network('rnd_predictor', network(predictorSizes));
    if (options.normalizeInputs)
      this.normalizer = parts.state('rnd_inputs', new InputNormalizer(encoder.size, CLIP));
    const optimizer = parts.optimizer('rnd_optimizer', new Adam(this.predictor, { lr: learningRate }));
    this.learner = new NoveltyLearner({
      ...{ networks: [this.target, this.predictor], optimizer, maxGradNorm, batchSize },
      evaluate: (inputs) => this.evaluate(inputs),
      prepare: (states, rows) => this.normalizer?.apply(states, rows),
    });
  }

  onSteps(nextStates: Float32Array, rows: number): void {
    this.normalizer?.statistics.update(nextStates, rows);
  }

  judge(batch: Experience): Judgement {
    return this.learner.judge(batch);
  }

  /** Bonus: mean of (f̂(s') - f(s'))², which is the loss too. */
  evaluate({ pairs, counts }: NoveltyInputs): Novelty {
    const [, nextStates] = halves(pairs);
    const wanted = noGrad(() => this.target.forward(nextStates));
    const bonuses = this.predictor.forward(nextStates).sub(wanted).square().mean(1);
    return { bonuses, loss: meanOf(bonuses, counts), parts: {} };
  }
}

export const rndIntrinsic = /* @__PURE__ */ defineIntrinsic({
  id: 'rnd',
  summary: 'Errors of a network that learns what a fixed random one says of states (Burda et al. 2018)',
  schema: rndSchema,
  create: (options, context) => new RND(options, context),
});
