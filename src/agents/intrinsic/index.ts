// Intrinsic rewards by name: those that come with the project.
import type * as z from 'zod';
import type { Hook } from '../own-parts.js';
import {
  type AnyIntrinsic,
  createIntrinsic,
  type Intrinsic,
  type IntrinsicOptions,
  listIntrinsics,
} from './definition.js';
import { icmIntrinsic, type icmSchema } from './icm.js';
import { rndIntrinsic, type rndSchema } from './rnd.js';
import { countIntrinsic, type countSchema } from './visit-counts.js';

const builtin: readonly AnyIntrinsic[] = [icmIntrinsic, rndIntrinsic, countIntrinsic];

/** All intrinsic rewards: ours, then the user's. */
export function intrinsics(): AnyIntrinsic[] {
  return listIntrinsics(builtin);
}

/** The hook that a setting of the hyperparameter `intrinsic` asks for; undefined for `none`. */
export function intrinsicHook(intrinsic: Intrinsic = 'none'): Hook | undefined {
  return createIntrinsic(intrinsic, builtin);
}

type Settings<S extends z.ZodObject> = z.input<S> & Partial<IntrinsicOptions>;

/**
 * Curiosity as a setting of the hyperparameter `intrinsic`.
 *
 * @example new DQN('NoisyTV-v0', { intrinsic: icm({ scale: 0.1 }) })
 */
export const icm = (options: Settings<typeof icmSchema> = {}) => ({ type: 'icm', ...options }) as const;

/** Random-network distillation as a setting of the hyperparameter `intrinsic`. */
export const rnd = (options: Settings<typeof rndSchema> = {}) => ({ type: 'rnd', ...options }) as const;

/** Counts of visits as a setting of the hyperparameter `intrinsic`. */
export const visitCounts = (options: Settings<typeof countSchema> = {}) =>
  ({ type: 'count', ...options }) as const;
