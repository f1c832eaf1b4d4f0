// Passes every action through a function.
import type { Space } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { requireFunction } from './require-function.js';
import { Wrapper } from './wrapper.js';

/** @example new TransformAction(env, (level) => Float32Array.of(level / 2 - 1), new Discrete(5)) */
export class TransformAction<O, A, IA> extends Wrapper<O, A, O, IA> {
  static stateless = true;

  /**
   * @param transform must depend on nothing but the action.
   * @param actionSpace of what `transform` takes; default: that of the environment. With another one there is no
   *   action mask: it would be of the actions inside.
   */
  constructor(
    env: Env<O, IA>,
    private readonly transform: (action: A) => IA,
    actionSpace?: Space<A>,
  ) {
    super(env);
    requireFunction(this.constructor.name, transform);
    if (!actionSpace) return;
    this.actionSpace = actionSpace;
    this.actionMask = undefined;
  }

  override step(action: A): StepResult<O> {
    return this.env.step(this.transform(action));
  }
}
