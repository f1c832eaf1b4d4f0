// How the plays of a bandit are chosen and learnt from, on rows of flat arrays: agents and studies call the same rules.
import type { Generator } from '../../random/index.js';
import { drawSoftmax, softmaxChances } from '../draws.js';
import { bestAction, randomAction } from '../masking.js';
import { drawBeta } from './beta.js';

export type Mask = ArrayLike<number> | undefined;

/** The arrays of a rule by name; a row of each belongs to a context. */
export type Arrays = Readonly<Record<string, { data: Float64Array }>>;

/** What changes while a training goes on. */
export interface RuleSettings {
  epsilon: number;
  temperature: number;
}

export interface BanditRule {
  /** Numbers per row of each array, and what they are at first. */
  readonly columns: Readonly<Record<string, { width: number; initial: number }>>;
  /** Chooses an arm in a row; `i` is its place in the masks. */
  choose(arrays: Arrays, row: number, i: number, masks: Mask, rng: Generator, now: RuleSettings): number;
  /** Learns what an arm paid. */
  learn(arrays: Arrays, row: number, arm: number, reward: number, now: RuleSettings): void;
  /** The array whose largest number of a row is the arm that looks best. */
  readonly ranks: string;
}

/** Means of what was seen: of all rewards, or with a step size of those of late. */
abstract class ActionValues implements BanditRule {
  readonly columns: BanditRule['columns'];
  readonly ranks: string = 'values';

  /** @param stepSize null: 1/n, the mean */
  constructor(
    protected readonly n: number,
    initial: number,
    private readonly stepSize: number | null,
  ) {
    this.columns = { values: { width: n, initial }, plays: { width: n, initial: 0 } };
  }

  abstract choose(
    arrays: Arrays,
    row: number,
    i: number,
    masks: Mask,
    rng: Generator,
    now: RuleSettings,
  ): number;

  learn({ values, plays }: Arrays, row: number, arm: number, reward: number): void {
    const cell = row * this.n + arm;
    const count = ++plays!.data[cell]!;
    values!.data[cell]! += (reward - values!.data[cell]!) * (this.stepSize ?? 1 / count);
  }
}

/** Sutton & Barto (2018), section 2.4. */
export class EpsilonGreedyRule extends ActionValues {
  choose(
    { values }: Arrays,
    row: number,
    i: number,
    masks: Mask,
    rng: Generator,
    { epsilon }: RuleSettings,
  ): number {
    const { n } = this;
    if (rng.random() < epsilon) return randomAction(rng, i, n, masks);
    return bestAction(values!.data, row * n, n, masks, i * n, rng);
  }
}

/** Pr(a) = exp(Q(a)/τ) / Σ exp(Q(b)/τ). */
export class SoftmaxRule extends ActionValues {
  choose({ values }: Arrays, row: number, i: number, masks: Mask, rng: Generator, now: RuleSettings): number {
    return drawSoftmax(values!.data, row * this.n, this.n, masks, i * this.n, now.temperature, rng);
  }
}

/** Q(a) + c·√(ln t / N(a)), every arm once before (Auer et al. 2002). */
export class Ucb1Rule extends ActionValues {
  private readonly bounds: Float64Array;

  constructor(
    n: number,
    initial: number,
    stepSize: number | null,
    private readonly c: number,
  ) {
    super(n, initial, stepSize);
    this.bounds = new Float64Array(n);
  }

  choose({ values, plays }: Arrays, row: number, i: number, masks: Mask, rng: Generator): number {
    const { n, bounds, c } = this;
    const from = row * n;
    let t = 0;
    for (let a = from; a < from + n; a++) t += plays!.data[a]!;
    const logT = Math.log(t);
    for (let a = 0; a < n; a++) {
      const count = plays!.data[from + a]!;
      bounds[a] = count === 0 ? Infinity : values!.data[from + a]! + c * Math.sqrt(logT / count);
    }
    return bestAction(bounds, 0, n, masks, i * n, rng);
  }
}

/** Preferences that climb the gradient of the expected reward (Sutton & Barto 2018, section 2.8). */
export class GradientRule implements BanditRule {
  readonly columns: BanditRule['columns'];
  readonly ranks = 'preferences';
  /** Of the row that was chosen in or learnt from last. */
  private readonly chances: Float64Array;

  constructor(
    private readonly n: number,
    private readonly stepSize: number,
    private readonly baseline: boolean,
  ) {
    this.columns = {
      preferences: { width: n, initial: 0 },
      mean: { width: 1, initial: 0 },
      plays: { width: 1, initial: 0 },
    };
    this.chances = new Float64Array(n);
  }

  choose({ preferences }: Arrays, row: number, i: number, masks: Mask, rng: Generator): number {
    return drawSoftmax(preferences!.data, row * this.n, this.n, masks, i * this.n, 1, rng);
  }

  learn({ preferences, mean, plays }: Arrays, row: number, arm: number, reward: number): void {
    const { n, chances, stepSize, baseline } = this;
    softmaxChances(preferences!.data, row * n, n, undefined, 0, 1, chances);
    const advantage = reward - (baseline ? mean!.data[row]! : 0);
    for (let a = 0; a < n; a++)
      preferences!.data[row * n + a]! += stepSize * advantage * (Number(a === arm) - chances[a]!);
    mean!.data[row]! += (reward - mean!.data[row]!) / ++plays!.data[row]!;
  }
}

/** Thompson sampling with Gaussian beliefs: the mean of each arm is N(m, 1/k), k its precision (Russo et al. 2018). */
export class GaussianThompsonRule implements BanditRule {
  readonly columns: BanditRule['columns'];
  readonly ranks = 'values';
  private readonly draws: Float64Array;

  constructor(
    private readonly n: number,
    priorMean: number,
    priorStd: number,
    private readonly noise: number,
  ) {
    this.columns = {
      values: { width: n, initial: priorMean },
      precisions: { width: n, initial: 1 / priorStd ** 2 },
    };
    this.draws = new Float64Array(n);
  }

  choose({ values, precisions }: Arrays, row: number, i: number, masks: Mask, rng: Generator): number {
    const { n, draws } = this;
    for (let a = 0, c = row * n; a < n; a++, c++)
      draws[a] = values!.data[c]! + rng.standardNormal() / Math.sqrt(precisions!.data[c]!);
    return bestAction(draws, 0, n, masks, i * n);
  }

  learn({ values, precisions }: Arrays, row: number, arm: number, reward: number): void {
    const cell = row * this.n + arm;
    const more = 1 / this.noise ** 2;
    const before = precisions!.data[cell]!;
    precisions!.data[cell] = before + more;
    values!.data[cell]! += ((reward - values!.data[cell]!) * more) / (before + more);
  }
}

/** Thompson sampling with Beta beliefs of chances of success; a reward between 0 and `scale` counts as that share of one. */
export class BetaThompsonRule implements BanditRule {
  readonly columns: BanditRule['columns'];
  readonly ranks = 'values';
  private readonly draws: Float64Array;

  constructor(
    private readonly n: number,
    private readonly scale: number,
    private readonly refuse: (reward: number) => never,
  ) {
    const one = { width: n, initial: 1 };
    this.columns = { values: { width: n, initial: 0.5 }, successes: one, failures: one };
    this.draws = new Float64Array(n);
  }

  choose({ successes, failures }: Arrays, row: number, i: number, masks: Mask, rng: Generator): number {
    const { n, draws } = this;
    for (let a = 0, c = row * n; a < n; a++, c++)
      draws[a] = drawBeta(successes!.data[c]!, failures!.data[c]!, rng);
    return bestAction(draws, 0, n, masks, i * n);
  }

  learn({ values, successes, failures }: Arrays, row: number, arm: number, reward: number): void {
    const { scale } = this;
    if (!(reward >= 0 && reward <= scale)) this.refuse(reward);
    const cell = row * this.n + arm;
    successes!.data[cell]! += reward;
    failures!.data[cell]! += scale - reward;
    values!.data[cell] = successes!.data[cell]! / (successes!.data[cell]! + failures!.data[cell]!);
  }
}
