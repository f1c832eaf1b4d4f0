// Hands of Blackjack on plain numbers, and the game with them: for one table, and for many side by side.
import type { Generator } from '../../random/index.js';

/** Numbers of a hand: how many cards, their sum with aces as 1, 1 when there is an ace, then the cards. */
const COUNT = 0;
const SUM = 1;
const ACE = 2;
const CARDS = 3;
/** Twenty-one aces are not bust, and one card more is: no hand is longer. */
const HAND_SIZE = CARDS + 22;
/** The player's hand and the dealer's. */
const DEALER = HAND_SIZE;
export const TABLE_SIZE = 2 * HAND_SIZE;

const STICK_AT = 17;
const RANKS = 13;

export interface BlackjackRules {
  natural: boolean;
  sab: boolean;
}

/** Deals two cards each at the table whose numbers begin at `table`. */
export function dealTable(hands: Int32Array, table: number, rng: Generator): void {
  clear(hands, table);
  clear(hands, table + DEALER);
  draw(hands, table + DEALER, rng);
  draw(hands, table + DEALER, rng);
  draw(hands, table, rng);
  draw(hands, table, rng);
  // Gymnasium picks a suit and a face for its picture; the draws belong to its sequence of numbers.
  rng.integers(0, 4);
  if (openCard(hands, table) === 10) rng.integers(0, 3);
}

function clear(hands: Int32Array, hand: number): void {
  hands[hand + COUNT] = 0;
  hands[hand + SUM] = 0;
  hands[hand + ACE] = 0;
}

/** Faces count 10. */
function draw(hands: Int32Array, hand: number, rng: Generator): void {
  add(hands, hand, Math.min(1 + rng.integers(0, RANKS), 10));
}

function add(hands: Int32Array, hand: number, card: number): void {
  hands[hand + CARDS + hands[hand + COUNT]!] = card;
  hands[hand + COUNT]!++;
  hands[hand + SUM]! += card;
  if (card === 1) hands[hand + ACE] = 1;
}

/** The player takes a card. True when the hand is bust. */
export function hit(hands: Int32Array, table: number, rng: Generator): boolean {
  draw(hands, table, rng);
  return handSum(hands, table) > 21;
}

/** The dealer plays; the reward of the player. */
export function stick(hands: Int32Array, table: number, rng: Generator, rules: BlackjackRules): number {
  const dealer = table + DEALER;
  while (handSum(hands, dealer) < STICK_AT) draw(hands, dealer, rng);
  const won = Math.sign(score(hands, table) - score(hands, dealer));
  if (!isNatural(hands, table)) return won;
  if (rules.sab) return isNatural(hands, dealer) ? won : 1;
  return rules.natural && won === 1 ? 1.5 : won;
}

/** 1 when an ace of the hand counts 11. */
function usableAce(hands: Int32Array, hand: number): number {
  return hands[hand + ACE] === 1 && hands[hand + SUM]! + 10 <= 21 ? 1 : 0;
}

function handSum(hands: Int32Array, hand: number): number {
  return hands[hand + SUM]! + 10 * usableAce(hands, hand);
}

/** The sum of a hand, 0 when it is bust. */
function score(hands: Int32Array, hand: number): number {
  const sum = handSum(hands, hand);
  return sum > 21 ? 0 : sum;
}

/** An ace and a ten. */
function isNatural(hands: Int32Array, hand: number): boolean {
  return hands[hand + COUNT] === 2 && hands[hand + ACE] === 1 && hands[hand + SUM] === 11;
}

/** The sum of the player's hand. */
export function playerSum(hands: Int32Array, table: number): number {
  return handSum(hands, table);
}

/** 1 when the player has an ace that counts 11. */
export function playerAce(hands: Int32Array, table: number): number {
  return usableAce(hands, table);
}

/** The dealer's first card. */
export function openCard(hands: Int32Array, table: number): number {
  return hands[table + DEALER + CARDS]!;
}

/** Both hands as lists of cards, in the order in which they came, … */
export function cardsOf(hands: Int32Array, table: number): { player: number[]; dealer: number[] } {
  const list = (hand: number) => [...hands.subarray(hand + CARDS, hand + CARDS + hands[hand + COUNT]!)];
  return { player: list(table), dealer: list(table + DEALER) };
}

/** … and back. */
export function setCards(
  hands: Int32Array,
  table: number,
  { player, dealer }: { player: readonly number[]; dealer: readonly number[] },
): void {
  for (const [hand, cards] of [[table, player] as const, [table + DEALER, dealer] as const]) {
    clear(hands, hand);
    for (const card of cards) add(hands, hand, card);
  }
}
