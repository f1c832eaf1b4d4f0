// Plays each action for several steps: frames are skipped.
import { allocatePacked, type PackedArray } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireBox } from './require-box.js';
import { Wrapper } from './wrapper.js';

const REPEAT = { numRepeats: /* @__PURE__ */ option(4, { integer: true, min: 1 }) };
const SKIP = { skip: /* @__PURE__ */ option(4, { integer: true, min: 2 }) };

/** Rewards are summed; the last observation is shown. Ends with the episode. */
export class RepeatAction<O, A> extends Wrapper<O, A> {
  static stateless = true;
  private readonly numRepeats: number;

  /** @throws UserError when `numRepeats` is not a positive integer. */
  constructor(env: Env<O, A>, numRepeats: number) {
    super(env);
    this.numRepeats = readOptions('RepeatAction', REPEAT, { numRepeats }).numRepeats;
  }

  override step(action: A): StepResult<O> {
    let result = this.env.step(action);
    let { reward } = result;
    for (let t = 1; t < this.numRepeats && !result.terminated && !result.truncated; t++) {
      this.seen(result.observation);
      result = this.env.step(action);
      reward += result.reward;
    }
    return { ...result, reward };
  }

  /** Called with each observation that another one follows. */
  protected seen(_observation: O): void {}
}

/**
 * Shows the larger of each number in the last two observations, as consoles that draw some objects in every other
 * frame need. Where an episode ends at once there is but one.
 */
export class MaxAndSkipObservation<A, T extends PackedArray = Float32Array> extends RepeatAction<T, A> {
  static override stateless = true;
  private readonly earlier: T;
  private isSeen = false;

  /** @throws UserError when the observations are no Box or `skip` is not an integer of at least 2. */
  constructor(env: Env<T, A>, skip: number) {
    readOptions('MaxAndSkipObservation', SKIP, { skip });
    super(env, skip);
    const { dtype, packedSize } = requireBox('MaxAndSkipObservation', 'observation', env.observationSpace);
    this.earlier = allocatePacked(dtype, packedSize) as T;
  }

  protected override seen(observation: T): void {
    this.earlier.set(observation);
    this.isSeen = true;
  }

  override step(action: A): StepResult<T> {
    this.isSeen = false;
    const result = super.step(action);
    if (!this.isSeen) return result;
    const observation = this.earlier.map((x, i) => Math.max(x, result.observation[i]!)) as T;
    return { ...result, observation };
  }
}

export const repeatAction = /* @__PURE__ */ defineWrapper({
  id: 'RepeatAction',
  description: 'Plays each action for several steps and sums their rewards.',
  options: REPEAT,
  create: (env, { numRepeats }) => new RepeatAction(env, numRepeats),
});

export const maxAndSkipObservation = /* @__PURE__ */ defineWrapper({
  id: 'MaxAndSkipObservation',
  description: 'Plays each action for several steps and shows the maximum of the last two observations.',
  options: SKIP,
  create: (env, { skip }) => new MaxAndSkipObservation(env, skip),
});
