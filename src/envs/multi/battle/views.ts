// What soldiers see of the battle: a disc of radius 6 as an image of channels last, and who they are themselves.
import { ACTIONS } from './actions.js';
import { type Arena, HP } from './arena.js';

export const RADIUS = 6;
/** Cells along each side of a view. */
export const VIEW = 2 * RADIUS + 1;
const ID_BITS = 10;

export interface ViewOptions {
  minimapMode: boolean;
  extraFeatures: boolean;
}

/** Own channels come first: wall, own present, own hp[, own minimap], enemy present, enemy hp[, enemy minimap]. */
interface Layout {
  own: number;
  enemy: number;
  channels: number;
}

export class Views {
  /** Channels of a cell: what is seen there, then the soldier's own features, alike in every cell. */
  readonly channels: number;
  private readonly seen: Layout;
  /** Views without any soldier, by group: the minimaps alone. */
  private readonly empty: readonly [Float32Array, Float32Array];
  private readonly minimaps: readonly [Float32Array, Float32Array];

  constructor(
    private readonly arena: Arena,
    private readonly options: ViewOptions,
  ) {
    const { minimapMode, extraFeatures } = options;
    this.seen = minimapMode ? { own: 1, enemy: 4, channels: 7 } : { own: 1, enemy: 3, channels: 5 };
    const features = (extraFeatures ? ID_BITS + ACTIONS.length + 1 : 0) + (minimapMode ? 2 : 0);
    this.channels = this.seen.channels + features;
    const cells = VIEW * VIEW;
    this.empty = [new Float32Array(cells * this.channels), new Float32Array(cells * this.channels)];
    this.minimaps = [new Float32Array(cells), new Float32Array(cells)];
  }

  /** Counts the soldiers anew: called once before views of a step are taken. */
  update(): void {
    if (!this.options.minimapMode) return;
    const { arena, minimaps, empty, channels, seen } = this;
    const scale = Math.ceil(arena.size / VIEW);
    for (const map of minimaps) map.fill(0);
    for (let id = 0; id < arena.total; id++) {
      if (arena.alive[id] === 0) continue;
      const at = Math.floor(arena.y[id]! / scale) * VIEW + Math.floor(arena.x[id]! / scale);
      minimaps[arena.groupOf(id)]![at]!++;
    }
    for (const group of [0, 1] as const) {
      // An empty group has no shares, where the original divides 0 by 0.
      const count = Math.max(1, arena.living[group]);
      const map = minimaps[group];
      for (let cell = 0; cell < map.length; cell++) {
        const share = map[cell]! / count;
        empty[group][cell * channels + seen.own + 2] = share;
        empty[1 - group]![cell * channels + seen.enemy + 2] = share;
      }
    }
  }

  /** What the soldier sees, 13 x 13 x `channels`; a new array. */
  of(id: number): Float32Array {
    const { arena, channels, seen } = this;
    const group = arena.groupOf(id);
    const view = this.empty[group].slice();
    const left = arena.x[id]! - RADIUS;
    const top = arena.y[id]! - RADIUS;
    if (this.options.minimapMode) this.markSelf(view, id);
    this.addWalls(view, left, top);
    for (let other = 0; other < arena.total; other++) {
      if (arena.alive[other] === 0) continue;
      const vx = arena.x[other]! - left;
      const vy = arena.y[other]! - top;
      if (!isSeen(vx, vy)) continue;
      const at = (vy * VIEW + vx) * channels + (arena.groupOf(other) === group ? seen.own : seen.enemy);
      view[at] = 1;
      view[at + 1] = arena.hp[other]! / HP;
    }
    this.addFeatures(view, id);
    return view;
  }

  /** The own cell stands out in both minimaps. */
  private markSelf(view: Float32Array, id: number): void {
    const { arena, channels, seen } = this;
    const scale = Math.ceil(arena.size / VIEW);
    const at = (Math.floor(arena.y[id]! / scale) * VIEW + Math.floor(arena.x[id]! / scale)) * channels;
    view[at + seen.own + 2]!++;
    view[at + seen.enemy + 2]!++;
  }

  /** The border of the field, where it is in sight. */
  private addWalls(view: Float32Array, left: number, top: number): void {
    const { size } = this.arena;
    for (let side = 0; side < size; side += size - 1) {
      const vx = side - left;
      const vy = side - top;
      for (let i = 0; i < VIEW; i++) {
        if (isOn(top + i, size) && isSeen(vx, i)) view[(i * VIEW + vx) * this.channels] = 1;
        if (isOn(left + i, size) && isSeen(i, vy)) view[(vy * VIEW + i) * this.channels] = 1;
      }
    }
  }

  private addFeatures(view: Float32Array, id: number): void {
    const { channels, seen } = this;
    if (channels === seen.channels) return;
    const features = this.features(id);
    for (let i = 0; i < features.length; i++) {
      const value = features[i]!;
      for (let at = seen.channels + i; at < view.length; at += channels) view[at] = value;
    }
  }

  /** Number in binary, last action one-hot, last reward, with the minimap the place; without `extraFeatures` the place alone. */
  features(id: number): number[] {
    const { arena, options } = this;
    const place = options.minimapMode ? [arena.x[id]! / arena.size, arena.y[id]! / arena.size] : [];
    if (!options.extraFeatures) return place;
    const bits = Array.from({ length: ID_BITS }, (_, bit) => (id >> bit) & 1);
    const action = ACTIONS.map((_, a) => (a === arena.lastAction[id] ? 1 : 0));
    return [...bits, ...action, arena.lastReward[id]!, ...place];
  }
}

function isOn(at: number, size: number): boolean {
  return at >= 0 && at < size;
}

/** Within the disc around the middle of a view. */
function isSeen(vx: number, vy: number): boolean {
  const dx = vx - RADIUS;
  const dy = vy - RADIUS;
  return dx * dx + dy * dy <= RADIUS * RADIUS;
}
