// A wrapper with state: every action takes effect some steps later.
import { defineWrapper, type Env, type EnvState, option, type ResetOptions, Wrapper } from 'trainyard';

export class ActionDelay<O> extends Wrapper<O, number> {
  private waiting: number[] = [];

  constructor(
    env: Env<O, number>,
    private readonly steps: number,
  ) {
    super(env);
  }

  override reset(options?: ResetOptions) {
    this.waiting = new Array(this.steps).fill(0);
    return super.reset(options);
  }

  override step(action: number) {
    this.waiting.push(action);
    return super.step(this.waiting.shift()!);
  }

  protected override snapshot(): EnvState {
    return { waiting: [...this.waiting] };
  }

  protected override restore(state: EnvState): void {
    this.waiting = state.waiting as number[];
  }
}

export const actionDelay = defineWrapper({
  id: 'ActionDelay',
  description: 'Actions take effect some steps later, action 0 until then.',
  options: { steps: option(1, { integer: true, min: 0 }) },
  create: (env, { steps }) => new ActionDelay(env as Env<unknown, number>, steps),
});
