// Shows every observation some steps late.
import { type Space, zeroOf } from '../../spaces/index.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = { delay: /* @__PURE__ */ option(1, { integer: true, min: 0 }) };

/**
 * The first `delay` observations of an episode are zeros, or what is nearest to them in the space. Rewards and ends
 * come at once; `computeReward` is gone, since it knows nothing of goals shown late.
 */
export class DelayObservation<O, A> extends Wrapper<O, A> {
  private readonly delay: number;
  /** Not shown yet, the oldest first. */
  private queue: O[] = [];

  /** @throws UserError when `delay` is not a whole number of steps. */
  constructor(env: Env<O, A>, delay: number) {
    super(env);
    this.delay = readOptions('DelayObservation', OPTIONS, { delay }).delay;
    this.computeReward = undefined;
    this.computeTerminated = undefined;
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    this.queue = [];
    const { observation, info } = this.env.reset(options);
    return { observation: this.late(observation), info };
  }

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    return { ...result, observation: this.late(result.observation) };
  }

  private late(observation: O): O {
    // The environment may write its next observation into the same array.
    this.queue.push(copied(this.observationSpace, observation));
    return this.queue.length > this.delay ? this.queue.shift()! : zeroOf(this.observationSpace);
  }

  protected override snapshot(): EnvState {
    return { queue: this.queue.map((observation) => packed(this.observationSpace, observation)) };
  }

  protected override restore({ queue }: EnvState): void {
    this.queue = (queue as number[][]).map((numbers) => this.observationSpace.unpack(numbers, 0));
  }
}

function packed<O>(space: Space<O>, observation: O): number[] {
  const numbers = new Array<number>(space.packedSize).fill(0);
  space.pack(observation, numbers, 0);
  return numbers;
}

function copied<O>(space: Space<O>, observation: O): O {
  return space.hasFixedSize ? space.unpack(packed(space, observation), 0) : structuredClone(observation);
}

export const delayObservation = /* @__PURE__ */ defineWrapper({
  id: 'DelayObservation',
  description: 'Shows every observation some steps late.',
  options: OPTIONS,
  create: (env, { delay }) => new DelayObservation(env, delay),
});
