// Games that a player plays against itself, side by side: their positions, and what is learnt from each when it is over.
import type { SearchGame } from '../../../envs/search-game.js';
import { joinSnapshots, type Snapshot, type Stateful, splitSnapshot } from '../../../io/snapshot.js';
import { ColumnStore } from '../../../memory/index.js';
import type { PackedArray, Space } from '../../../spaces/index.js';

export interface FinishedGame {
  /** What the first player got; the second got the opposite. */
  result: number;
  /** Moves of both. */
  length: number;
}

/** Columns of what is learnt: a position, how often the search tried each action, and how the game went for who moved. */
export function gameColumns(space: Space, actions: number) {
  return {
    observation: { dtype: space.packedType, size: space.packedSize },
    policy: { dtype: 'float32', size: actions },
    value: { dtype: 'float32' },
  } as const;
}

export class SelfPlay implements Stateful {
  /** Of the positions now, row by row. */
  readonly observations: PackedArray;
  /** Of each game its moves so far; `value` holds the reward of the move until the game is over. */
  private readonly games: ColumnStore[];

  constructor(
    private readonly game: SearchGame,
    columns: ReturnType<typeof gameColumns>,
    count: number,
    allocate: (size: number) => PackedArray,
  ) {
    this.observations = allocate(count * game.observationSize);
    this.games = Array.from({ length: count }, () => new ColumnStore(columns));
    for (let i = 0; i < count; i++) this.begin(i);
  }

  /** Moves that game `i` has had. */
  moves(i: number): number {
    return this.games[i]!.size;
  }

  private begin(i: number): void {
    const { game, games, observations } = this;
    games[i]!.clear();
    game.start();
    game.observe(observations, i * game.observationSize);
  }

  /**
   * Plays a move in game `i`.
   *
   * @param policy shares of the actions, numbers of game i from `offset` on
   * @param memory gets the positions of a game that this move ends; a new one begins then
   */
  play(
    i: number,
    action: number,
    policy: Float32Array,
    offset: number,
    memory: ColumnStore,
  ): FinishedGame | undefined {
    const { game, observations } = this;
    const width = game.observationSize;
    const moves = this.games[i]!;
    const row = moves.claim();
    moves.column('observation').write(row, observations, i * width);
    moves.column('policy').write(row, policy, offset);
    game.begin(observations, i * width);
    moves.scalar('value').set(row, game.play(action));
    if (!game.isOver) {
      game.observe(observations, i * width);
      return undefined;
    }
    const finished = { result: this.learn(moves, memory), length: moves.size };
    this.begin(i);
    return finished;
  }

  /** Copies a finished game, last move first. What follows a move counts against who made it. */
  private learn(moves: ColumnStore, memory: ColumnStore): number {
    let value = 0;
    for (let row = moves.size - 1; row >= 0; row--) {
      value = moves.scalar('value').get(row) - value;
      const to = memory.claim();
      for (const name of ['observation', 'policy']) {
        const column = moves.column(name);
        memory.column(name).write(to, column.source(row), column.offset(row));
      }
      memory.scalar('value').set(to, value);
    }
    return value;
  }

  saveState(): Snapshot {
    const games = this.games.map((moves, i) => [`game${i}`, moves.saveState()] as const);
    const positions = { meta: {}, arrays: { observations: this.observations } } as Snapshot;
    return joinSnapshots({}, { positions, ...Object.fromEntries(games) });
  }

  loadState(snapshot: Snapshot): void {
    const { parts } = splitSnapshot(snapshot);
    this.observations.set(parts.positions!.arrays.observations as Float32Array);
    for (const [i, moves] of this.games.entries()) moves.loadState(parts[`game${i}`]!);
  }
}
