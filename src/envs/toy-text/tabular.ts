// Environments given by a table: for each state and action, the possible outcomes and their probabilities.
import type { Generator } from '../../random/index.js';
import { Discrete } from '../../spaces/index.js';
import type { EnvState, Info, ResetResult, StepResult } from '../env.js';
import { SeededEnv } from '../seeded-env.js';

export interface Outcome {
  probability: number;
  nextState: number;
  reward: number;
  terminated: boolean;
}

/** `table[state][action]`: outcomes whose probabilities sum to 1. */
export type TransitionTable = Outcome[][][];

/** What any action does in a state in which the episode is over: nothing. */
export function overAt(state: number): Outcome[] {
  return [{ probability: 1, nextState: state, reward: 0, terminated: true }];
}

/**
 * A finite Markov decision process. Its whole dynamics are the public table `P`, so that planning methods
 * (value iteration, policy iteration) can work on it directly.
 */
export abstract class TabularEnv extends SeededEnv<number, number> {
  readonly observationSpace: Discrete;
  readonly actionSpace: Discrete;
  /** The index of the current state. */
  state = 0;
  /** What was done last; none right after `reset`. */
  protected lastAction: number | null = null;

  constructor(
    readonly P: TransitionTable,
    /** Probability of each state to start from. */
    readonly startDistribution: readonly number[],
  ) {
    super();
    this.observationSpace = new Discrete(P.length);
    this.actionSpace = new Discrete(P[0]!.length);
  }

  protected start(): ResetResult<number> {
    this.state = drawCategory(this.rng, this.startDistribution);
    this.lastAction = null;
    return { observation: this.state, info: this.info(1) };
  }

  step(action: number): StepResult<number> {
    const { probability, nextState, reward, terminated } = drawOutcome(
      this.rng,
      this.P[this.state]![action]!,
    );
    this.state = nextState;
    this.lastAction = action;
    return { observation: this.state, reward, terminated, truncated: false, info: this.info(probability) };
  }

  /** @param probability how likely the outcome was. */
  protected info(probability: number): Info {
    return { prob: probability };
  }

  protected snapshot(): EnvState {
    return { state: this.state, lastAction: this.lastAction };
  }

  protected restore({ state, lastAction }: EnvState): void {
    this.state = state as number;
    this.lastAction = lastAction as number | null;
  }
}

/** The first outcome whose cumulative probability exceeds one uniform draw. */
function drawOutcome(rng: Generator, outcomes: readonly Outcome[]): Outcome {
  const draw = rng.random();
  let sum = 0;
  for (const outcome of outcomes) {
    sum += outcome.probability;
    if (sum > draw) return outcome;
  }
  return outcomes[0]!;
}

/** The first index whose cumulative probability exceeds one uniform draw. */
export function drawCategory(rng: Generator, probabilities: readonly number[]): number {
  const draw = rng.random();
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += probabilities[i]!;
    if (sum > draw) return i;
  }
  return 0;
}
