// Intrinsic rewards by name: what a learner may add to, or take in place of, the rewards of its environment.
import * as z from 'zod';
import { Catalogue } from '../../io/catalogue.js';
import { UserError } from '../../io/errors.js';
import { lazily } from '../../io/lazily.js';
import type { Metrics } from '../agent.js';
import { parseOptions } from '../config.js';
import type { Experience, Hook, HookContext } from '../own-parts.js';
import type { Parts } from '../parts.js';
import { IntrinsicReward } from './intrinsic-reward.js';

/** What a novelty model needs to make its parts, and where it registers them. */
export interface NoveltyContext extends HookContext {
  parts: Parts;
}

export interface Judgement {
  /** How new each transition is, ≥ 0, before any scaling; as many as the batch has rows, valid until the next call. */
  bonuses: ArrayLike<number>;
  /** What was measured beside it, such as losses. */
  metrics: Metrics;
}

/** Finds out how new transitions are. Its networks, optimisers and states are parts of the agent. */
export interface NoveltyModel {
  /** Judges a batch that is about to be learnt from, and learns from it. */
  judge(batch: Experience): Judgement;
  /** Hears of every state that was reached, once each; see `Hook.onSteps`. */
  onSteps?(nextStates: Float32Array, rows: number): void;
}

/** What all intrinsic rewards are told. */
export const intrinsicShape = /* @__PURE__ */ lazily(() => ({
  scale: z
    .number()
    .min(0)
    .default(1)
    .describe('η, factor of the bonus. Source: Pathak et al. (2017), section 2.2.'),
  extrinsic: z
    .number()
    .min(0)
    .default(1)
    .describe("Factor of the environment's own reward; 0: nothing but the bonus is learnt from."),
  normalize: z
    .boolean()
    .default(true)
    .describe(
      'Divides bonuses by their running root mean square, so that scale means the same everywhere and at all times.',
    ),
}));

export type IntrinsicOptions = {
  [K in keyof typeof intrinsicShape]: z.output<(typeof intrinsicShape)[K]>;
};

export interface IntrinsicDefinition<S extends z.ZodObject = z.ZodObject> {
  /** Name in the hyperparameter `intrinsic`. */
  id: string;
  summary: string;
  /** Its options besides `type` and those of `intrinsicShape`, whose defaults it may replace. */
  schema: S;
  /** @throws UserError for spaces that it cannot judge. */
  create(options: z.output<S> & IntrinsicOptions, context: NoveltyContext): NoveltyModel;
}

/** A definition whatever its options are. */
// biome-ignore lint/suspicious/noExplicitAny: create takes what its own schema has checked
export type AnyIntrinsic = IntrinsicDefinition<any>;

const catalogue = /* @__PURE__ */ new Catalogue<AnyIntrinsic>('intrinsic reward');

/**
 * Makes an intrinsic reward known by name, to be chosen as `intrinsic: 'name'` or `intrinsic: { type: 'name', … }`.
 *
 * @throws UserError when the name is taken.
 * @example
 * defineIntrinsic({
 *   id: 'surprise',
 *   summary: 'A tenth of what was never seen',
 *   schema: z.strictObject({ share: z.number().default(0.1) }),
 *   create: ({ share }, { parts, env, rng }) => new Surprise(share, parts, env, rng),
 * });
 */
export function defineIntrinsic<S extends z.ZodObject>(
  definition: IntrinsicDefinition<S>,
): IntrinsicDefinition<S> {
  return catalogue.add(definition as AnyIntrinsic);
}

/** The hyperparameter: the name of an intrinsic reward, or its name and options. */
export const intrinsicSchema = /* @__PURE__ */ lazily(() =>
  z
    .union([z.string(), z.looseObject({ type: z.string() })], {
      error: 'the name of an intrinsic reward, or its name and options such as {"type": "icm", "scale": 0.1}',
    })
    .default('none')
    .describe(
      'Reward for what is new, added to that of the environment or in its place: icm (curiosity), rnd (random-network distillation), count (visits), none; with options as {"type": …}.',
    ),
);

export type Intrinsic = z.output<typeof intrinsicSchema>;

/** The intrinsic rewards that are there: ours, then the user's. */
export function listIntrinsics(builtin: readonly AnyIntrinsic[]): AnyIntrinsic[] {
  return catalogue.all(builtin);
}

/** All options of an intrinsic reward besides `type`. */
export function intrinsicOptions({ schema }: AnyIntrinsic): z.ZodObject {
  return z.strictObject({ ...intrinsicShape, ...schema.shape });
}

/**
 * The hook that adds the reward; undefined for `none`.
 *
 * @param builtin ours
 * @throws UserError for an unknown name and for wrong options.
 */
export function createIntrinsic(intrinsic: Intrinsic, builtin: readonly AnyIntrinsic[]): Hook | undefined {
  const { type, ...given } = typeof intrinsic === 'string' ? { type: intrinsic } : intrinsic;
  if (type === 'none') {
    if (Object.keys(given).length === 0) return undefined;
    throw new UserError(
      `intrinsic: "none" has no options, got ${Object.keys(given).join(', ')}; name a type.`,
    );
  }
  const definition = catalogue.get(type, builtin);
  const options = parseOptions(`intrinsic (${type})`, intrinsicOptions(definition), given);
  return new IntrinsicReward(definition, options as IntrinsicOptions);
}
