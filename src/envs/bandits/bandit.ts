// The base of bandits: a play is a step, what it costs not to have played the best arm is told, nothing else changes.
import { Generator, SeedSequence } from '../../random/index.js';
import { Discrete, type Space } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { SeededEnv } from '../seeded-env.js';
import { bestMean } from './arms.js';
import { drawArms } from './drawing.js';

/** Keeps the stream of the arms apart from those that episodes are seeded with. */
const INSTANCE_KEY = 0x6261;

/** Info of every step: `regret`, best mean less the mean of the arm played, and `isOptimal`. */
export abstract class Bandit<O> extends SeededEnv<O, number> {
  abstract override readonly observationSpace: Space<O>;
  readonly actionSpace: Discrete;
  /** How often each arm was played in this episode. */
  protected readonly plays: number[];
  private lastAction: number | null = null;

  constructor(readonly arms: number) {
    super();
    this.actionSpace = new Discrete(arms);
    this.plays = new Array<number>(arms).fill(0);
  }

  /** The stream that arms of an instance are drawn from. */
  protected static instance(number: number): Generator {
    return new Generator(new SeedSequence(number, [INSTANCE_KEY]));
  }

  /** Mean rewards of the arms now. */
  abstract meansNow(): Float64Array;
  /** Draws a reward of an arm whose mean is given. */
  protected abstract reward(mean: number): number;
  /** What is seen now. */
  protected abstract observe(): O;
  /** Draws what is seen next, and moves on what moves. */
  protected abstract next(): void;
  /** Where an episode begins. */
  protected abstract begin(): void;

  protected start(): ResetResult<O> {
    this.plays.fill(0);
    this.lastAction = null;
    this.begin();
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<O> {
    const means = this.meansNow();
    const mean = means[action]!;
    const best = bestMean(means, 0, this.arms);
    const reward = this.reward(mean);
    this.plays[action]!++;
    this.lastAction = action;
    this.next();
    const info = { regret: best - mean, isOptimal: mean === best };
    return { observation: this.observe(), reward, terminated: false, truncated: false, info };
  }

  protected get title(): string {
    return `${this.plays.reduce((sum, x) => sum + x)} plays`;
  }

  override render(): Drawing {
    return drawArms(this.meansNow(), this.plays, this.lastAction, this.title);
  }

  protected snapshot(): EnvState {
    return { plays: [...this.plays], lastAction: this.lastAction };
  }

  protected restore({ plays, lastAction }: EnvState): void {
    (plays as number[]).forEach((count, arm) => {
      this.plays[arm] = count;
    });
    this.lastAction = lastAction as number | null;
  }
}
