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
import { Discrete, Tuple } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { drawTable, handText } from './blackjack-drawing.js';

const DECK = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10];
const STICK_AT = 17;

export type BlackjackObservation = [sum: number, dealerCard: number, usableAce: number];

const OPTIONS = {
  /** A win with ace and ten pays 1.5. */
  natural: false,
  /** The rules of Sutton and Barto; overrides `natural`. */
  sab: true,
};

export type BlackjackOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Blackjack extends SeededEnv<BlackjackObservation, number> {
  readonly observationSpace = new Tuple([new Discrete(32), new Discrete(11), new Discrete(2)]);
  readonly actionSpace = new Discrete(2);
  private readonly natural: boolean;
  private readonly sab: boolean;
  private player: number[] = [];
  private dealer: number[] = [];
  /** The dealer plays openly once the player has finished. */
  private isOpen = false;

  constructor(options: BlackjackOptions = {}) {
    super();
    const { natural, sab } = readOptions('Blackjack', OPTIONS, options);
    this.natural = natural;
    this.sab = sab;
  }

  protected start(): ResetResult<BlackjackObservation> {
    this.dealer = [this.draw(), this.draw()];
    this.player = [this.draw(), this.draw()];
    this.isOpen = false;
    // Gymnasium picks a suit and a face for its picture; the draws belong to its sequence of numbers.
    this.rng.integers(0, 4);
    if (this.dealer[0] === 10) this.rng.integers(0, 3);
    return { observation: this.observe(), info: {} };
  }

  private draw(): number {
    return DECK[this.rng.integers(0, DECK.length)]!;
  }

  step(action: number): StepResult<BlackjackObservation> {
    let reward = 0;
    let terminated = true;
    if (action === 1) {
      this.player.push(this.draw());
      terminated = handSum(this.player) > 21;
      if (terminated) reward = -1;
    } else {
      while (handSum(this.dealer) < STICK_AT) this.dealer.push(this.draw());
      this.isOpen = true;
      reward = this.settle();
    }
    return { observation: this.observe(), reward, terminated, truncated: false, info: {} };
  }

  private settle(): number {
    const won = Math.sign(score(this.player) - score(this.dealer));
    if (!isNatural(this.player)) return won;
    if (this.sab) return isNatural(this.dealer) ? won : 1;
    return this.natural && won === 1 ? 1.5 : won;
  }

  private observe(): BlackjackObservation {
    return [handSum(this.player), this.dealer[0]!, hasUsableAce(this.player) ? 1 : 0];
  }

  override render(): Drawing {
    const shown = this.isOpen ? this.dealer : this.dealer.slice(0, 1);
    const drawing = drawTable(shown, this.player, handSum(this.player));
    return {
      ...drawing,
      text: `dealer ${handText(shown)}\nplayer ${handText(this.player)} = ${handSum(this.player)}`,
    };
  }

  protected snapshot(): EnvState {
    return { player: [...this.player], dealer: [...this.dealer], isOpen: this.isOpen };
  }

  protected restore({ player, dealer, isOpen }: EnvState): void {
    this.player = [...(player as number[])];
    this.dealer = [...(dealer as number[])];
    this.isOpen = isOpen as boolean;
  }
}

function rawSum(hand: readonly number[]): number {
  return hand.reduce((sum, card) => sum + card, 0);
}

function hasUsableAce(hand: readonly number[]): boolean {
  return hand.includes(1) && rawSum(hand) + 10 <= 21;
}

function handSum(hand: readonly number[]): number {
  return rawSum(hand) + (hasUsableAce(hand) ? 10 : 0);
}

/** The sum of a hand, 0 when it is bust. */
function score(hand: readonly number[]): number {
  const sum = handSum(hand);
  return sum > 21 ? 0 : sum;
}

/** An ace and a ten. */
function isNatural(hand: readonly number[]): boolean {
  return hand.length === 2 && hand.includes(1) && hand.includes(10);
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
