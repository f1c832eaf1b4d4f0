// From features of the state to a distribution over actions, one head per kind of action space.
import { UserError } from '../io/errors.js';
import {
  Bernoulli,
  Categorical,
  DiagNormal,
  type Distribution,
  Linear,
  Module,
  MultiCategorical,
  Parameter,
  SquashedNormal,
} from '../nn/index.js';
import type { Generator } from '../random/index.js';
import { Box, Discrete, MultiBinary, MultiDiscrete, type PackedArray, type Space } from '../spaces/index.js';
import { full, type Tensor } from '../tensor/index.js';
import { requireLayerRoom } from './memory-size.js';

/** The deviation of a state-dependent head is kept within exp(±…), as in Haarnoja et al. (2018). */
const [MIN_LOG_STD, MAX_LOG_STD] = [-20, 2];

/** Keeps the variance of state-dependent exploration above zero (Raffin et al. 2021). */
const MIN_VARIANCE = 1e-6;

export interface HeadOptions {
  rng: Generator;
  /** Continuous actions: where the standard deviation comes from. */
  actionStd: 'parameter' | 'network' | 'sde';
  /** Logarithm of the deviation at the start. */
  logStdInit: number;
  /** Continuous actions: squash to the bounds by tanh instead of clipping. */
  squashActions: boolean;
}

/**
 * The last layer of a policy. Actions "as drawn" are what a distribution yields and a rollout stores: indices
 * from 0, bits, or real numbers that are not yet fitted into the bounds of the space.
 */
export abstract class ActionHead extends Module {
  /** Numbers per drawn action and how they are stored. */
  abstract readonly actionSize: number;
  /** Shape of one drawn action: a single index is a scalar. */
  get actionShape(): number[] {
    return [this.actionSize];
  }
  abstract readonly actionType: 'int32' | 'float32';
  /** Flags per action mask; 0: this kind of action has none. */
  readonly maskSize: number = 0;
  /** @param features `[B, inputs]` @param mask `[B, maskSize]`, 1 = legal */
  abstract distribution(features: Tensor, mask?: Tensor): Distribution;
  /** Turns `count` drawn actions into packed actions of the space. */
  abstract toEnv(drawn: ArrayLike<number>, count: number, out: PackedArray): void;
}

export function actionHead(space: Space, inputs: number, options: HeadOptions): ActionHead {
  if (space instanceof Discrete) return new DiscreteHead(space, inputs, options.rng);
  if (space instanceof MultiDiscrete) return new MultiDiscreteHead(space, inputs, options.rng);
  if (space instanceof MultiBinary) return new MultiBinaryHead(space, inputs, options.rng);
  if (space instanceof Box) return new BoxHead(space, inputs, options);
  throw new UserError(
    `A policy needs a Discrete, MultiDiscrete, MultiBinary or Box action space, got ${space.kind}; flatten it into one of these with a wrapper`,
  );
}

class DiscreteHead extends ActionHead {
  readonly actionSize = 1;
  readonly actionType = 'int32';
  override readonly maskSize: number;
  readonly actionNet: Linear;

  constructor(
    private readonly space: Discrete,
    inputs: number,
    rng: Generator,
  ) {
    super();
    this.maskSize = space.n;
    requireLayerRoom('action space', inputs, space.n);
    this.actionNet = new Linear(inputs, space.n, { rng });
  }

  override get actionShape(): number[] {
    return [];
  }

  distribution(features: Tensor, mask?: Tensor): Categorical {
    return new Categorical(this.actionNet.forward(features), mask);
  }

  toEnv(drawn: ArrayLike<number>, count: number, out: PackedArray): void {
    for (let i = 0; i < count; i++) out[i] = drawn[i]! + this.space.start;
  }
}

class MultiDiscreteHead extends ActionHead {
  readonly actionSize: number;
  readonly actionType = 'int32';
  override readonly maskSize: number;
  readonly actionNet: Linear;

  constructor(
    private readonly space: MultiDiscrete,
    inputs: number,
    rng: Generator,
  ) {
    super();
    this.actionSize = space.packedSize;
    this.maskSize = space.flatdim;
    requireLayerRoom('action space', inputs, space.flatdim);
    this.actionNet = new Linear(inputs, space.flatdim, { rng });
  }

  distribution(features: Tensor, mask?: Tensor): MultiCategorical {
    return new MultiCategorical(this.actionNet.forward(features), this.space.nvec, mask);
  }

  toEnv(drawn: ArrayLike<number>, count: number, out: PackedArray): void {
    const { start } = this.space;
    for (let i = 0; i < count * this.actionSize; i++) out[i] = drawn[i]! + start[i % start.length]!;
  }
}

class MultiBinaryHead extends ActionHead {
  readonly actionSize: number;
  readonly actionType = 'float32';
  readonly actionNet: Linear;

  constructor(space: MultiBinary, inputs: number, rng: Generator) {
    super();
    this.actionSize = space.packedSize;
    requireLayerRoom('action space', inputs, space.packedSize);
    this.actionNet = new Linear(inputs, space.packedSize, { rng });
  }

  distribution(features: Tensor): Bernoulli {
    return new Bernoulli(this.actionNet.forward(features));
  }

  toEnv(drawn: ArrayLike<number>, count: number, out: PackedArray): void {
    for (let i = 0; i < count * this.actionSize; i++) out[i] = drawn[i]!;
  }
}

/** Normal distribution over real vectors; its deviation is one parameter per action, an output of the network, or gSDE. */
export class BoxHead extends ActionHead {
  readonly actionSize: number;
  readonly actionType = 'float32';
  readonly actionNet: Linear;
  /** `[n]`, or `[inputs, n]` for state-dependent exploration; absent when the network outputs it. */
  readonly logStd: Parameter | undefined;

  constructor(
    private readonly space: Box,
    readonly inputs: number,
    private readonly options: HeadOptions,
  ) {
    super();
    const { actionStd, logStdInit, squashActions, rng } = options;
    if (squashActions && !space.isBounded) {
      throw new UserError(`squashActions needs finite bounds, got ${space}; leave it off to clip instead`);
    }
    const n = space.packedSize;
    this.actionSize = n;
    requireLayerRoom('action space', inputs, 2 * n);
    this.actionNet = new Linear(inputs, actionStd === 'network' ? 2 * n : n, { rng });
    if (actionStd !== 'network') {
      this.logStd = new Parameter(full(actionStd === 'sde' ? [inputs, n] : [n], logStdInit));
    }
  }

  distribution(features: Tensor): DiagNormal | SquashedNormal {
    const { mean, logStd } = this.parametersAt(features);
    return this.options.squashActions ? new SquashedNormal(mean, logStd) : new DiagNormal(mean, logStd);
  }

  private parametersAt(features: Tensor): { mean: Tensor; logStd: Tensor } {
    const { actionStd, logStdInit } = this.options;
    const outputs = this.actionNet.forward(features);
    const n = this.actionSize;
    switch (actionStd) {
      case 'parameter':
        return { mean: outputs, logStd: this.logStd! };
      case 'network':
        return {
          mean: outputs.slice(1, 0, n),
          logStd: outputs
            .slice(1, n, 2 * n)
            .add(logStdInit)
            .clamp(MIN_LOG_STD, MAX_LOG_STD),
        };
      case 'sde': {
        // The noise is linear in the features: Var = φ(s)² · σ². Features get no gradient through it.
        const variance = features.detach().square().matmul(this.logStd!.exp().square());
        return { mean: outputs, logStd: variance.add(MIN_VARIANCE).log().mul(0.5) };
      }
    }
  }

  toEnv(drawn: ArrayLike<number>, count: number, out: PackedArray): void {
    const { low, high, packedSize: n } = this.space;
    for (let i = 0; i < count * n; i++) {
      const [bottom, top] = [low[i % n]!, high[i % n]!];
      out[i] = this.options.squashActions
        ? bottom + 0.5 * (drawn[i]! + 1) * (top - bottom)
        : Math.min(Math.max(drawn[i]!, bottom), top);
    }
  }
}
