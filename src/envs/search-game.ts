// A game or task as a tree search sees it: positions are set from observations, moves are played and taken back at will.

/** A way to turn or mirror a position that changes nothing but names. */
export interface Symmetry {
  /** Entry i of the turned observation is entry `observation[i]` of the original. */
  readonly observation: Int32Array;
  /** Action a of the turned position is action `actions[a]` of the original. */
  readonly actions: Int32Array;
}

/**
 * What tree search needs of a world, beside the environment that is played: a simulator that can be set to any position.
 * An environment that has one offers it as `Env.searchGame`. The search allocates nothing per move, so neither should it.
 */
export interface SearchGame {
  /** 2: moves alternate, and what one player gains the other loses. 1: one agent collects rewards. */
  readonly players: 1 | 2;
  /** Actions are 0 … actionCount - 1. */
  readonly actionCount: number;
  /** Numbers of an observation. */
  readonly observationSize: number;
  /** Nobody is to move any more. */
  readonly isOver: boolean;
  /** Where there are any; the identity is not among them. */
  readonly symmetries?: readonly Symmetry[];
  /** A new game from its first position. */
  start(): void;
  /** Sets the position that whoever is to move observes: `observationSize` packed numbers from `offset` on. */
  begin(observation: ArrayLike<number>, offset?: number): void;
  /** Back to the position of the last `begin` or `start`. */
  rewind(): void;
  /** Writes the legal actions in rising order and returns how many there are; 0 when it is over. */
  legal(out: Int32Array): number;
  /** Plays a legal action. Returns the reward of who played it. */
  play(action: number): number;
  /** Writes what whoever is to move observes, as `begin` reads it. */
  observe(out: { [index: number]: number }, offset?: number): void;
}
