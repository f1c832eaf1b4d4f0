// The past opponents of a learner: their weights and ratings, saved with it.
import { joinSnapshots, type Snapshot, splitSnapshot } from '../../../io/snapshot.js';
import type { StateDict } from '../../../nn/index.js';
import type { ActorCritic } from '../../actor-critic.js';
import { eloChange, FIRST_RATING } from './elo.js';

interface Opponent {
  /** Counts all that ever joined. */
  number: number;
  rating: number;
  network: ActorCritic;
}

export class OpponentPool {
  /** Of the learner itself. */
  rating = FIRST_RATING;
  private joined = 0;
  // Hidden: they belong to the pool's own state.
  readonly #opponents: Opponent[] = [];

  /** @param make an opponent's network, whose weights will be replaced */
  constructor(
    private readonly capacity: number,
    private readonly make: () => ActorCritic,
  ) {}

  get size(): number {
    return this.#opponents.length;
  }

  /** From the one that joined first. */
  get ratings(): number[] {
    return this.#opponents.map(({ rating }) => rating);
  }

  network(index: number): ActorCritic {
    return this.#opponents[index]!.network;
  }

  /** Names that stay the same when others leave. */
  numberOf(index: number): number {
    return this.#opponents[index]!.number;
  }

  /** Of the opponent with this number; it may have left. */
  indexOf(number: number): number {
    return this.#opponents.findIndex((each) => each.number === number);
  }

  /** The policy joins with its rating. */
  join(policy: ActorCritic): void {
    const leaver =
      this.size < this.capacity ? undefined : this.#opponents.splice(Math.min(1, this.size - 1), 1)[0];
    const network = leaver?.network ?? this.make();
    network.loadStateDict(policy.stateDict());
    network.eval();
    this.#opponents.push({ number: this.joined++, rating: this.rating, network });
  }

  /** A game of the learner against opponent `index` has ended. @param score 1 won, 0.5 drawn, 0 lost */
  rate(index: number, score: number, k: number): void {
    const opponent = this.#opponents[index]!;
    const change = eloChange(this.rating, opponent.rating, score, k);
    this.rating += change;
    // The first one never learnt, and holds the scale.
    if (opponent.number !== 0) opponent.rating -= change;
  }

  saveState(): Snapshot {
    const opponents = this.#opponents.map(({ number, rating }) => ({ number, rating }));
    const weights = this.#opponents.map(({ network }, i): [string, Snapshot] => [
      `weights${i}`,
      {
        meta: {},
        arrays: Object.fromEntries(
          Object.entries(network.stateDict()).map(([name, { data }]) => [name, data.slice()]),
        ),
      },
    ]);
    return joinSnapshots(
      { opponents, rating: this.rating, joined: this.joined },
      Object.fromEntries(weights),
    );
  }

  loadState(snapshot: Snapshot): void {
    const { meta, parts } = splitSnapshot(snapshot);
    const opponents = meta.opponents as { number: number; rating: number }[];
    this.rating = meta.rating as number;
    this.joined = meta.joined as number;
    while (this.size > opponents.length) this.#opponents.pop();
    for (const [i, each] of opponents.entries()) {
      const network = this.#opponents[i]?.network ?? this.make();
      const shapes = network.stateDict();
      const { arrays } = parts[`weights${i}`]!;
      const weights = Object.entries(shapes).map(([name, { shape }]) => [
        name,
        { shape, data: arrays[name] as Float32Array },
      ]);
      network.loadStateDict(Object.fromEntries(weights) as StateDict);
      network.eval();
      this.#opponents[i] = { ...each, network };
    }
  }
}
