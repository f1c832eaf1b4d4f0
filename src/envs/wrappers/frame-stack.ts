// Shows the last few observations at once, so that motion can be seen.
import { allocatePacked, Box, type PackedArray, type Space } from '../../spaces/index.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireBox } from './require-box.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  stackSize: /* @__PURE__ */ option(4, { integer: true, min: 1 }),
  /** What stands for the observations before the first: that one (default) or zeros. */
  padding: /* @__PURE__ */ option('reset', { choices: ['reset', 'zero'] }),
};

export type FrameStackOptions = Omit<Partial<OptionValues<typeof OPTIONS>>, 'stackSize'>;

/** Observations of shape S become shape [stackSize, ...S], the oldest first. */
export class FrameStack<A, T extends PackedArray = Float32Array> extends Wrapper<T, A> {
  private readonly size: number;
  private readonly padding: 'reset' | 'zero';
  private stack: T;

  /** @throws UserError when the observation space is not a Box or an option is wrong. */
  constructor(env: Env<T, A>, stackSize: number, options: FrameStackOptions = {}) {
    super(env);
    const { padding } = readOptions('FrameStack', OPTIONS, { ...options, stackSize });
    const inner = requireBox('FrameStack', 'observation', env.observationSpace);
    const repeat = (bound: PackedArray) => Array.from({ length: stackSize }, () => Array.from(bound)).flat();
    const stacked: Space = new Box({
      low: repeat(inner.low),
      high: repeat(inner.high),
      shape: [stackSize, ...inner.shape],
      dtype: inner.dtype,
    });
    this.observationSpace = stacked as Space<T>;
    this.size = inner.packedSize;
    this.padding = padding;
    this.stack = allocatePacked(inner.dtype, stackSize * inner.packedSize) as T;
  }

  override reset(options?: ResetOptions): ResetResult<T> {
    const { observation, info } = this.env.reset(options);
    this.stack.fill(0);
    const last = this.stack.length - this.size;
    const first = this.padding === 'zero' ? last : 0;
    for (let offset = first; offset <= last; offset += this.size) this.stack.set(observation, offset);
    return { observation: this.stack.slice() as T, info };
  }

  override step(action: A): StepResult<T> {
    const result = this.env.step(action);
    this.stack.copyWithin(0, this.size);
    this.stack.set(result.observation, this.stack.length - this.size);
    return { ...result, observation: this.stack.slice() as T };
  }

  protected override snapshot(): EnvState {
    return { stack: [...this.stack] };
  }

  protected override restore({ stack }: EnvState): void {
    this.stack.set(stack as number[]);
  }
}

export const frameStack = /* @__PURE__ */ defineWrapper({
  id: 'FrameStack',
  description: 'Shows the last few observations at once.',
  options: OPTIONS,
  create: (env, { stackSize, padding }) => new FrameStack(env, stackSize, { padding }),
});
