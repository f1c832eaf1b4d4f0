// Elo's rating of players by their games.

/** Rating of who has not learnt anything. */
export const FIRST_RATING = 1000;

/** What a player may expect of a game, 0 to 1: 400 points more are odds of ten to one. */
export function expectedScore(own: number, other: number): number {
  return 1 / (1 + 10 ** ((other - own) / 400));
}

/** How far a game moves the rating of the player, and of the other the other way. @param score 1 won, 0.5 drawn, 0 lost */
export function eloChange(own: number, other: number, score: number, k: number): number {
  return k * (score - expectedScore(own, other));
}
