// Parts that a program hands to an agent beside its hyperparameters: code, which no configuration file can hold.
import type { VectorEnv } from '../envs/index.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { Dataset, type SamplerFactory } from '../memory/index.js';
import type { Module } from '../nn/index.js';
import type { Generator } from '../random/index.js';
import type { Space } from '../spaces/index.js';
import type { Tensor } from '../tensor/index.js';
import type { Metrics } from './agent.js';
import type { Extractor } from './features/extractor.js';
import type { ObservationEncoder } from './features/observation-encoder.js';
import type { Parts } from './parts.js';

/** Steps as network inputs, B rows. */
export interface Experience {
  /** `[B, encoder.size]`. */
  states: Tensor;
  /** `[B, actionSize]`, as drawn. */
  actions: Tensor;
  /** `[B]`; add to `rewards.data` to give rewards of your own. */
  rewards: Tensor;
  nextStates: Tensor;
  /** `[B]`: weight of each row in the loss, 0 for rows that only stand in for missing ones; absent: all 1. */
  weights?: Tensor | undefined;
  /** It is a whole rollout, seen once, and not a draw from a memory. */
  isRollout?: boolean;
}

/** What a hook needs to know to make its networks. */
export interface HookContext {
  env: VectorEnv;
  encoder: ObservationEncoder;
  rng: Generator;
  /** Hyperparameters of the agent. */
  config: Readonly<Record<string, unknown>>;
}

/**
 * Takes part in learning without being the algorithm: intrinsic rewards, auxiliary losses. Its networks, optimisers and
 * state are registered with the agent's own, and so saved and restored with them.
 */
export interface Hook {
  register?(parts: Parts, context: HookContext): void;
  /**
   * Called with every state that a step led to, once each and before it is learnt from, as network inputs `[rows, inputs]`;
   * with terminal observations where episodes ended.
   */
  onSteps?(nextStates: Float32Array, rows: number): void;
  /**
   * Called with every batch before the algorithm learns from it (off-policy), or with the whole rollout before
   * advantages are computed (on-policy). May change `rewards.data`, and learn; returns what it measured.
   */
  onBatch(batch: Experience): Metrics;
}

/** All are optional; what is left out follows from spaces and hyperparameters. */
export interface OwnParts {
  /** Reads encoded observations, in place of the hyperparameter `features`; once per network. */
  extractor?: (space: Space, rng: Generator) => Extractor;
  /** The last layers: from features and hidden layers `[B, inputs]` to what the algorithm wants (Q-values, an `ActionHead`). */
  head?: (inputs: number, actionSpace: Space, rng: Generator) => Module;
  /** How rows of the replay memory are drawn (off-policy). */
  sampler?: SamplerFactory;
  hooks?: readonly Hook[];
  /** Transitions to learn from instead of stepping the environment, which only tells the spaces (off-policy). */
  dataset?: Dataset;
}

/**
 * @param known the parts that the algorithm reads
 * @throws UserError for parts that nobody reads, and for those that are no code.
 */
export function requireParts(algo: string, own: OwnParts, known: readonly (keyof OwnParts)[]): void {
  if (own.dataset !== undefined && !known.includes('dataset'))
    throw new UserError(`${algo} learns from what it does in its environment, not from a dataset.`);
  requireKnown(`the parts of ${algo}`, own, known);
  const { hooks, dataset, ...functions } = own;
  if (dataset !== undefined && !(dataset instanceof Dataset))
    throw new UserError(`dataset: this part of ${algo} must be a Dataset, got ${show(dataset)}.`);
  for (const [name, part] of Object.entries(functions)) {
    if (part !== undefined && typeof part !== 'function')
      throw new UserError(`${name}: this part of ${algo} must be a function, got ${show(part)}.`);
  }
  const fits = (each: unknown) => typeof (each as Hook | null)?.onBatch === 'function';
  if (hooks !== undefined && !(Array.isArray(hooks) && hooks.every(fits)))
    throw new UserError(
      `hooks: a list of objects with a method onBatch(batch) is wanted, got ${show(hooks)}.`,
    );
}
