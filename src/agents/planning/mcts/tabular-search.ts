// A finite Markov decision process for tree search: the transition table is the simulator.
import type { SearchGame } from '../../../envs/search-game.js';
import { drawCategory, type TabularEnv, type TransitionTable } from '../../../envs/toy-text/tabular.js';
import type { Generator } from '../../../random/index.js';

/** An observation is the number of a state. Outcomes are drawn from `rng`. */
export class TabularSearch implements SearchGame {
  readonly players = 1;
  readonly actionCount: number;
  readonly observationSize = 1;
  isOver = false;
  private state = 0;
  private root = 0;
  private readonly table: TransitionTable;
  private readonly starts: readonly number[];

  constructor(
    { P, startDistribution }: Pick<TabularEnv, 'P' | 'startDistribution'>,
    private readonly rng: Generator,
  ) {
    this.table = P;
    this.starts = startDistribution;
    this.actionCount = P[0]!.length;
  }

  start(): void {
    this.root = drawCategory(this.rng, this.starts);
    this.rewind();
  }

  begin(observation: ArrayLike<number>, offset = 0): void {
    this.root = observation[offset]!;
    this.rewind();
  }

  rewind(): void {
    this.state = this.root;
    this.isOver = false;
  }

  legal(out: Int32Array): number {
    if (this.isOver) return 0;
    for (let a = 0; a < this.actionCount; a++) out[a] = a;
    return this.actionCount;
  }

  play(action: number): number {
    const outcomes = this.table[this.state]![action]!;
    const last = outcomes.length - 1;
    let at = 0;
    if (last > 0) {
      let left = this.rng.random();
      while (at < last && left >= outcomes[at]!.probability) left -= outcomes[at++]!.probability;
    }
    const { nextState, reward, terminated } = outcomes[at]!;
    this.state = nextState;
    this.isOver = terminated;
    return reward;
  }

  observe(out: { [index: number]: number }, offset = 0): void {
    out[offset] = this.state;
  }
}
