// Bandits whose arms have a mean each in each of a few contexts.
import { Discrete } from '../../spaces/index.js';
import type { EnvState } from '../env.js';
import { type ArmOptions, drawMeans, drawReward, drift } from './arms.js';
import { Bandit } from './bandit.js';

export interface ArmBanditOptions extends ArmOptions {
  contexts: number;
  arms: number;
  /** Another number, other arms. */
  instance: number;
}

export class ArmBandit extends Bandit<number> {
  readonly observationSpace: Discrete;
  /** `contexts × arms` mean rewards now. */
  readonly means: Float64Array;
  private readonly firstMeans: Float64Array;
  private context = 0;

  constructor(private readonly options: ArmBanditOptions) {
    super(options.arms);
    this.observationSpace = new Discrete(options.contexts);
    this.firstMeans = new Float64Array(options.contexts * options.arms);
    drawMeans(this.firstMeans, options, Bandit.instance(options.instance));
    this.means = this.firstMeans.slice();
  }

  meansNow(): Float64Array {
    return this.means.subarray(this.context * this.arms, (this.context + 1) * this.arms);
  }

  protected begin(): void {
    this.means.set(this.firstMeans);
    this.drawContext();
  }

  protected next(): void {
    drift(this.means, this.options, this.rng);
    this.drawContext();
  }

  private drawContext(): void {
    const { contexts } = this.options;
    if (contexts > 1) this.context = this.rng.integers(contexts);
  }

  protected reward(mean: number): number {
    return drawReward(mean, this.options, this.rng);
  }

  protected observe(): number {
    return this.context;
  }

  protected override get title(): string {
    return this.options.contexts > 1 ? `context ${this.context}, ${super.title}` : super.title;
  }

  protected override snapshot(): EnvState {
    return { ...super.snapshot(), means: [...this.means], context: this.context };
  }

  protected override restore(state: EnvState): void {
    super.restore(state);
    this.means.set(state.means as number[]);
    this.context = state.context as number;
  }
}
