// Which actions are legal in states that were met, where an environment has masks: planning chooses among those.
import type { Snapshot, Stateful } from '../../../io/snapshot.js';

export class LegalActions implements Stateful {
  private readonly masks = new Map<number, Uint8Array>();

  /** @param masks `n` flags for each environment; absent: there are none */
  add(row: number, masks: Uint8Array | undefined, i: number, n: number): void {
    if (masks && !this.masks.has(row)) this.masks.set(row, masks.slice(i * n, (i + 1) * n));
  }

  /** `n` flags; undefined: all are legal. */
  of(row: number): Uint8Array | undefined {
    return this.masks.get(row);
  }

  saveState(): Snapshot {
    const { masks } = this;
    return {
      meta: {},
      arrays: {
        rows: Int32Array.from(masks.keys()),
        masks: Uint8Array.from([...masks.values()].flatMap((mask) => [...mask])),
      },
    };
  }

  loadState({ arrays: { rows, masks } }: Snapshot): void {
    this.masks.clear();
    const n = masks!.length / rows!.length;
    rows!.forEach((row, i) => void this.masks.set(row, (masks as Uint8Array).slice(i * n, (i + 1) * n)));
  }
}
