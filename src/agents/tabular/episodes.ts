// Whole episodes under way: what was done in them and what it brought.
import type { Snapshot, Stateful } from '../../io/snapshot.js';

export interface EpisodeSteps {
  /** `row * n + action` of each step. */
  cells: number[];
  rewards: number[];
}

export class EpisodeRecords implements Stateful {
  readonly episodes: readonly EpisodeSteps[];

  constructor(numEnvs: number) {
    this.episodes = Array.from({ length: numEnvs }, () => ({ cells: [], rewards: [] }));
  }

  clear(env: number): void {
    const episode = this.episodes[env]!;
    episode.cells = [];
    episode.rewards = [];
  }

  abandon(): void {
    for (let i = 0; i < this.episodes.length; i++) this.clear(i);
  }

  saveState(): Snapshot {
    const { episodes } = this;
    return {
      meta: { lengths: episodes.map(({ cells }) => cells.length) },
      arrays: {
        cells: Int32Array.from(episodes.flatMap(({ cells }) => cells)),
        rewards: Float64Array.from(episodes.flatMap(({ rewards }) => rewards)),
      },
    };
  }

  loadState({ meta, arrays }: Snapshot): void {
    let from = 0;
    (meta.lengths as number[]).forEach((length, i) => {
      const episode = this.episodes[i]!;
      episode.cells = [...arrays.cells!.subarray(from, from + length)];
      episode.rewards = [...arrays.rewards!.subarray(from, from + length)];
      from += length;
    });
  }
}
