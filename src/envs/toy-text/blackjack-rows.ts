// Many tables of Blackjack side by side.
import { Discrete, type PackedArray, Tuple } from '../../spaces/index.js';
import type { VectorSettings } from '../define-env.js';
import type { EnvState } from '../env.js';
import { SeededRows } from '../vector/seeded-rows.js';
import {
  type BlackjackRules,
  cardsOf,
  dealTable,
  hit,
  openCard,
  playerAce,
  playerSum,
  setCards,
  stick,
  TABLE_SIZE,
} from './blackjack-hands.js';

export function blackjackSpaces() {
  return {
    observationSpace: new Tuple([new Discrete(32), new Discrete(11), new Discrete(2)]),
    actionSpace: new Discrete(2),
  };
}

export class BlackjackRows extends SeededRows {
  private readonly hands: Int32Array;
  /** 1 for tables at which the player has finished. */
  private readonly isOpen: Uint8Array;
  private readonly rules: BlackjackRules;

  constructor({ numEnvs, options }: VectorSettings<BlackjackRules>) {
    const { observationSpace, actionSpace } = blackjackSpaces();
    super(numEnvs, observationSpace, actionSpace);
    this.hands = new Int32Array(numEnvs * TABLE_SIZE);
    this.isOpen = new Uint8Array(numEnvs);
    this.rules = options;
  }

  protected start(row: number): void {
    dealTable(this.hands, row * TABLE_SIZE, this.rngs[row]!);
    this.isOpen[row] = 0;
    this.observe(row);
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { hands, rngs, rules, rewards, terminated, isOpen } = this;
    for (let i = from; i < to; i++) {
      const table = i * TABLE_SIZE;
      if (actions[i] === 1) {
        const isBust = hit(hands, table, rngs[i]!);
        rewards[i] = isBust ? -1 : 0;
        terminated[i] = isBust ? 1 : 0;
      } else {
        rewards[i] = stick(hands, table, rngs[i]!, rules);
        terminated[i] = 1;
        isOpen[i] = 1;
      }
      this.observe(i);
    }
  }

  private observe(row: number): void {
    const { observations, hands } = this;
    const table = row * TABLE_SIZE;
    observations[3 * row] = playerSum(hands, table);
    observations[3 * row + 1] = openCard(hands, table);
    observations[3 * row + 2] = playerAce(hands, table);
  }

  protected snapshot(row: number): EnvState {
    return { ...cardsOf(this.hands, row * TABLE_SIZE), isOpen: this.isOpen[row] === 1 };
  }

  protected restore(row: number, { player, dealer, isOpen }: EnvState): void {
    setCards(this.hands, row * TABLE_SIZE, { player: player as number[], dealer: dealer as number[] });
    this.isOpen[row] = isOpen === true ? 1 : 0;
  }
}
