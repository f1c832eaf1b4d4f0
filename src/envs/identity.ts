// The simplest tasks there are: the right action equals the observation. They show sign errors within seconds.
import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '../spaces/index.js';
import { defineEnv } from './define-env.js';
import type { Drawing } from './drawing.js';
import type { EnvState, ResetResult, StepResult } from './env.js';
import { type OptionValues, option, readOptions } from './options.js';
import { SeededEnv } from './seeded-env.js';

/** Steps after which the episode terminates. */
const episodeLength = option(100, { integer: true, min: 1 });
const NUMBERS = { episodeLength, n: option(2, { integer: true, min: 1 }) };
const LISTS = { episodeLength, nvec: option<readonly number[]>([2, 2], { integer: true, min: 1 }) };
const BOUNDS = { episodeLength, low: -1, high: 1, eps: option(0.05, { min: 0 }) };

type Given<S> = Partial<OptionValues<S>>;

/** Shows a random element of a space; reward 1 for the action that repeats it, else what `reward` says. */
abstract class Identity<T> extends SeededEnv<T, T> {
  readonly observationSpace: Space<T>;
  readonly actionSpace: Space<T>;
  private readonly episodeLength: number;
  private shown: T;
  private elapsed = 0;

  constructor(space: Space<T>, episodeLength: number) {
    super();
    this.observationSpace = space;
    this.actionSpace = space;
    this.episodeLength = episodeLength;
    this.shown = space.sample({ rng: this.rng });
  }

  protected abstract reward(shown: T, action: T): number;

  protected start(): ResetResult<T> {
    this.elapsed = 0;
    return { observation: this.show(), info: {} };
  }

  step(action: T): StepResult<T> {
    const reward = this.reward(this.shown, action);
    this.elapsed++;
    const terminated = this.elapsed >= this.episodeLength;
    return { observation: this.show(), reward, terminated, truncated: false, info: {} };
  }

  private show(): T {
    this.shown = this.observationSpace.sample({ rng: this.rng });
    return this.shown;
  }

  override render(): Drawing {
    const digits = (x: number) => (Number.isInteger(x) ? String(x) : x.toFixed(3));
    const { shown: value } = this;
    const shown =
      typeof value === 'number' ? digits(value) : `[${Array.from(value as number[], digits).join(', ')}]`;
    const text = `show ${shown} after step ${this.elapsed} of ${this.episodeLength}`;
    return {
      width: 320,
      height: 120,
      background: '#f6f8fb',
      shapes: [
        { kind: 'text', x: 160, y: 54, text: shown, size: 34, fill: '#27364d', bold: true },
        {
          kind: 'text',
          x: 160,
          y: 96,
          text: `step ${this.elapsed} of ${this.episodeLength}`,
          size: 13,
          fill: '#66758c',
        },
      ],
      text,
    };
  }

  protected snapshot(): EnvState {
    const packed = new Array<number>(this.observationSpace.packedSize).fill(0);
    this.observationSpace.pack(this.shown, packed, 0);
    return { shown: packed, elapsed: this.elapsed };
  }

  protected restore({ shown, elapsed }: EnvState): void {
    this.shown = this.observationSpace.unpack(shown as number[], 0);
    this.elapsed = elapsed as number;
  }
}

function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** `Discrete(n)`: reward 1 for the action equal to the observation. */
export class IdentityEnv extends Identity<number> {
  constructor(options: Given<typeof NUMBERS> = {}) {
    const { n, episodeLength } = readOptions('IdentityEnv', NUMBERS, options);
    super(new Discrete(n), episodeLength);
  }

  protected reward(shown: number, action: number): number {
    return shown === action ? 1 : 0;
  }
}

/** `MultiDiscrete`: reward 1 when every entry is repeated. */
export class IdentityEnvMultiDiscrete extends Identity<Int32Array> {
  constructor(options: Given<typeof LISTS> = {}) {
    const { nvec, episodeLength } = readOptions('IdentityEnvMultiDiscrete', LISTS, options);
    super(new MultiDiscrete(nvec), episodeLength);
  }

  protected reward(shown: Int32Array, action: Int32Array): number {
    return equal(shown, action) ? 1 : 0;
  }
}

/** `MultiBinary(n)`: reward 1 when every bit is repeated. */
export class IdentityEnvMultiBinary extends Identity<Uint8Array> {
  constructor(options: Given<typeof NUMBERS> = {}) {
    const { n, episodeLength } = readOptions('IdentityEnvMultiBinary', NUMBERS, options);
    super(new MultiBinary(n), episodeLength);
  }

  protected reward(shown: Uint8Array, action: Uint8Array): number {
    return equal(shown, action) ? 1 : 0;
  }
}

/** `Box` in [low, high]: reward 1 when the action lies within `eps` of the observation. */
export class IdentityEnvBox extends Identity<Float32Array> {
  private readonly eps: number;

  constructor(options: Given<typeof BOUNDS> = {}) {
    const { low, high, eps, episodeLength } = readOptions('IdentityEnvBox', BOUNDS, options);
    super(new Box({ low, high, shape: [1] }), episodeLength);
    this.eps = eps;
  }

  protected reward(shown: Float32Array, action: Float32Array): number {
    return Math.abs(shown[0]! - action[0]!) <= this.eps ? 1 : 0;
  }
}

const rewardThreshold = 95;

export const identityV0 = /* @__PURE__ */ defineEnv({
  id: 'Identity-v0',
  description: 'Repeat the number shown.',
  rewardThreshold,
  options: NUMBERS,
  create: (options) => new IdentityEnv(options),
});

export const identityMultiDiscreteV0 = /* @__PURE__ */ defineEnv({
  id: 'IdentityMultiDiscrete-v0',
  description: 'Repeat the numbers shown.',
  rewardThreshold,
  options: LISTS,
  create: (options) => new IdentityEnvMultiDiscrete(options),
});

export const identityMultiBinaryV0 = /* @__PURE__ */ defineEnv({
  id: 'IdentityMultiBinary-v0',
  description: 'Repeat the bits shown.',
  rewardThreshold,
  options: NUMBERS,
  create: (options) => new IdentityEnvMultiBinary(options),
});

export const identityBoxV0 = /* @__PURE__ */ defineEnv({
  id: 'IdentityBox-v0',
  description: 'Come close to the number shown.',
  rewardThreshold,
  options: BOUNDS,
  create: (options) => new IdentityEnvBox(options),
});

declare module './env-types.js' {
  interface EnvTypes {
    'Identity-v0': typeof identityV0;
    'IdentityMultiDiscrete-v0': typeof identityMultiDiscreteV0;
    'IdentityMultiBinary-v0': typeof identityMultiBinaryV0;
    'IdentityBox-v0': typeof identityBoxV0;
  }
}
