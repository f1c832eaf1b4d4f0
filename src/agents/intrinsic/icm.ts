// The intrinsic curiosity module (Pathak et al. 2017): new is what a forward model of features does not foresee. Features
// are learnt by telling the action between two states, so that they hold what actions change and nothing else.
import * as z from 'zod';
import { UserError } from '../../io/errors.js';
import { lazily } from '../../io/lazily.js';
import type { Sequential } from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { cat, noGrad, type Tensor } from '../../tensor/index.js';
import { mlp } from '../networks.js';
import type { Experience } from '../own-parts.js';
import { type ActionCodes, actionCodes } from './action-codes.js';
import { defineIntrinsic, type Judgement, type NoveltyContext, type NoveltyModel } from './definition.js';
import { encoderNetwork, learntShape } from './encoder.js';
import { halves, meanOf, type Novelty, type NoveltyInputs, NoveltyLearner } from './novelty-learner.js';

export const icmSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...learntShape,
    encoder: z
      .enum(['trained', 'random', 'pixels'])
      .default('trained')
      .describe(
        'φ: trained by the inverse model; random, frozen as it is drawn (Burda et al. 2018, large-scale study); pixels, the observation itself, which noise captures.',
      ),
    encoderSizes: z
      .array(z.number().int().positive())
      .nullable()
      .default(null)
      .describe(
        'Units of layers after the features, the last of which is φ(s); null: [128, 64] after plain numbers, none after convolutions.',
      ),
    hiddenSizes: z
      .array(z.number().int().positive())
      .default([256])
      .describe('Hidden layers of the inverse and of the forward model. Source: Pathak et al. (2017).'),
    beta: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe('β: weight of the forward loss, 1 - β of the inverse loss. Source: Pathak et al. (2017).'),
    inverseLoss: z
      .enum(['logits', 'doubleSoftmax'])
      .default('logits')
      .describe(
        'doubleSoftmax: cross-entropy of probabilities taken for logits, a mistake in print, kept to compare with.',
      ),
  }),
);

export type ICMOptions = z.output<typeof icmSchema>;

export class ICM implements NoveltyModel {
  /** φ; undefined: the observation itself. */
  readonly encoder: Sequential | undefined;
  /** φ(s), φ(s') → the action between them; only where it trains φ. */
  readonly inverse: Sequential | undefined;
  /** φ(s), a → φ(s'). */
  readonly forward: Sequential;
  private readonly codes: ActionCodes;
  private readonly learner: NoveltyLearner;

  constructor(
    private readonly options: ICMOptions,
    context: NoveltyContext,
  ) {
    const { encoder, encoderSizes, hiddenSizes, learningRate, maxGradNorm, batchSize } = options;
    const { parts, rng, env } = context;
    const isTrained = encoder === 'trained';
    requireReadOptions(options);
    this.codes = actionCodes(env.singleActionSpace, options.inverseLoss === 'doubleSoftmax');
    let { size } = context.encoder;
    if (encoder !== 'pixels') {
      const made = encoderNetwork(context, options, encoderSizes, [128, 64]);
      if (made.network.parameters().length === 0)
        throw new UserError(
          'intrinsic: icm has no encoder where features are plain numbers and encoderSizes is []; choose encoder "pixels".',
        );
      this.encoder = parts.network('icm_encoder', made.network, { fixed: !isTrained });
      size = made.size;
    }
    const model = (inputs: number, outputs: number) =>
      mlp(inputs, hiddenSizes, outputs, { rng, key: 'intrinsic' });
    if (isTrained) this.inverse = parts.network('icm_inverse', model(2 * size, this.codes.size));
    this.forward = parts.network('icm_forward', model(size + this.codes.size, size));
    const learning = [isTrained ? this.encoder : undefined, this.inverse, this.forward].filter(
      (network) => network !== undefined,
    );
    const optimizer = parts.optimizer(
      'icm_optimizer',
      new Adam(
        learning.flatMap((network) => network.parameters()),
        { lr: learningRate },
      ),
    );
    this.learner = new NoveltyLearner({
      ...{ networks: this.encoder ? [this.encoder, ...learning] : learning, optimizer },
      ...{ maxGradNorm, batchSize, codes: this.codes },
      evaluate: (inputs) => this.evaluate(inputs),
    });
  }

  judge(batch: Experience): Judgement {
    return this.learner.judge(batch);
  }

  /** Bonus ½·‖φ̂(s') - φ(s')‖² and loss (1 - β)·L_inverse + β·L_forward (Pathak et al. 2017, equations 2 to 7). */
  evaluate(inputs: NoveltyInputs): Novelty {
    const { beta } = this.options;
    const { codes, counts } = inputs;
    const [now, next] = this.features(inputs);
    // Nothing of the forward loss may reach φ: features that never change are foreseen best.
    const foreseen = this.forward.forward(cat([now.detach(), codes], 1));
    const bonuses = foreseen.sub(next.detach()).square().sum(1).mul(0.5);
    const forwardLoss = meanOf(bonuses, counts);
    const parts = { 'intrinsic/forward_loss': forwardLoss };
    if (!this.inverse) return { bonuses, loss: forwardLoss, parts };
    const guesses = this.inverse.forward(cat([now, next], 1));
    const inverseLoss = meanOf(this.codes.errors(guesses, codes), counts);
    const loss = inverseLoss.mul(1 - beta).add(forwardLoss.mul(beta));
    return { bonuses, loss, guesses, parts: { ...parts, 'intrinsic/inverse_loss': inverseLoss } };
  }

  /** φ(s) and φ(s'), of one pass over both. */
  private features({ pairs }: NoveltyInputs): [Tensor, Tensor] {
    const { encoder, inverse } = this;
    if (!encoder) return halves(pairs);
    return halves(inverse ? encoder.forward(pairs) : noGrad(() => encoder.forward(pairs)));
  }
}

/** @throws UserError for options that this kind of encoder leaves without an effect. */
function requireReadOptions({ encoder, features, encoderSizes, inverseLoss, beta }: ICMOptions): void {
  const unread: [string, boolean][] = [
    ['features', encoder === 'pixels' && features !== null],
    ['encoderSizes', encoder === 'pixels' && encoderSizes !== null],
    ['inverseLoss', encoder !== 'trained' && inverseLoss !== 'logits'],
    ['beta', encoder !== 'trained' && beta !== 0.2],
  ];
  for (const [key, isUnread] of unread)
    if (isUnread)
      throw new UserError(`intrinsic: ${key} would have no effect with encoder "${encoder}". Leave it out.`);
}

export const icmIntrinsic = /* @__PURE__ */ defineIntrinsic({
  id: 'icm',
  summary: 'Errors of a forward model of features that an inverse model has learnt (Pathak et al. 2017)',
  schema: icmSchema,
  create: (options, context) => new ICM(options, context),
});
