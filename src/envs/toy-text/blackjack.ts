// Blackjack: beat the dealer's hand without going over 21.
//
// Source: R. Sutton and A. Barto, Reinforcement Learning: An Introduction, second edition, example 5.1.
// Cards are drawn from an endless deck: ace 1 or 11, 2 to 10, and three faces that count 10.
//
// | action | meaning |     | observation | meaning                               | values |
// |--------|---------|     |-------------|---------------------------------------|--------|
// | 0      | stick   |     | 0           | sum of the player's hand              | 0 … 31 |
// | 1      | hit     |     | 1           | the dealer's open card (ace 1)        | 0 … 10 |
//                          | 2           | 1 when the player has a usable ace    | 0, 1   |
//
// Reward: 1 for a win, 0 for a draw, -1 for a loss; on sticking the dealer draws up to 17.
// Start: two cards each.
// End: terminated when the player sticks or goes bust.
// Arguments: `natural` (false): a win with ace and ten pays 1.5; `sab` (true): the rules of Sutton and Barto, a
//   natural wins against any hand but another natural. `sab` overrides `natural`.
// Versions: v1, draw for draw as in Gymnasium.
import type { Discrete } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { drawTable, handText } from './blackjack-drawing.js';
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
import { blackjackSpaces } from './blackjack-rows.js';

export type BlackjackObservation = [sum: number, dealerCard: number, usableAce: number];

const OPTIONS = {
  /** A win with ace and ten pays 1.5. */
  natural: false,
  /** The rules of Sutton and Barto; overrides `natural`. */
  sab: true,
};

export type BlackjackOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Blackjack extends SeededEnv<BlackjackObservation, number> {
  readonly observationSpace: ReturnType<typeof blackjackSpaces>['observationSpace'];
  readonly actionSpace: Discrete;
  private readonly rules: BlackjackRules;
  private readonly hands = new Int32Array(TABLE_SIZE);
  /** The dealer plays openly once the player has finished. */
  private isOpen = false;

  constructor(options: BlackjackOptions = {}) {
    super();
    ({ observationSpace: this.observationSpace, actionSpace: this.actionSpace } = blackjackSpaces());
    this.rules = readOptions('Blackjack', OPTIONS, options);
  }

  protected start(): ResetResult<BlackjackObservation> {
    dealTable(this.hands, 0, this.rng);
    this.isOpen = false;
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<BlackjackObservation> {
    let reward = 0;
    let terminated = true;
    if (action === 1) {
      terminated = hit(this.hands, 0, this.rng);
      if (terminated) reward = -1;
    } else {
      reward = stick(this.hands, 0, this.rng, this.rules);
      this.isOpen = true;
    }
    return { observation: this.observe(), reward, terminated, truncated: false, info: {} };
  }

  private observe(): BlackjackObservation {
    return [playerSum(this.hands, 0), openCard(this.hands, 0), playerAce(this.hands, 0)];
  }

  override render(): Drawing {
    const { player, dealer } = cardsOf(this.hands, 0);
    const sum = playerSum(this.hands, 0);
    const shown = this.isOpen ? dealer : dealer.slice(0, 1);
    return {
      ...drawTable(shown, player, sum),
      text: `dealer ${handText(shown)}\nplayer ${handText(player)} = ${sum}`,
    };
  }

  protected snapshot(): EnvState {
    return { ...cardsOf(this.hands, 0), isOpen: this.isOpen };
  }

  protected restore({ player, dealer, isOpen }: EnvState): void {
    setCards(this.hands, 0, { player: player as number[], dealer: dealer as number[] });
    this.isOpen = isOpen as boolean;
  }
}

export const blackjackV1 = /* @__PURE__ */ defineEnv({
  id: 'Blackjack-v1',
  description: "Beat the dealer's hand without going over 21.",
  options: OPTIONS,
  create: (options) => new Blackjack(options),
  play: { actions: ['stick', 'hit'], keys: { s: 0, h: 1 } },
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Blackjack-v1': typeof blackjackV1;
  }
}
