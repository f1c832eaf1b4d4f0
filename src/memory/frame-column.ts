// A column of images made of frames (stacked frames of a game, colour planes): rows hold the numbers of their frames.
import type { Snapshot } from '../io/snapshot.js';
import { allocatePacked, type PackedArray, type PackedType } from '../spaces/index.js';
import type { Column } from './column.js';
import { FixedColumn } from './fixed-column.js';
import type { FrameStore } from './frame-store.js';

export interface FrameLayout {
  /** Frames of an image. */
  count: number;
  /** Whether frames lie one after the other (`first` axis), or the numbers of a pixel side by side (`last` axis). */
  axis: 'first' | 'last';
  /** Where frames are kept; the columns of an observation and of the next one share it. */
  store: FrameStore;
}

export class FrameColumn implements Column {
  /** Numbers of the frames of each row. */
  private readonly numbers: FixedColumn;
  private written: boolean[] = [];
  private readonly image: PackedArray;
  /** From a number of a frame to the next, and from a frame to the next. */
  private readonly step: number;
  private readonly next: number;

  constructor(
    dtype: PackedType,
    private readonly layout: FrameLayout,
  ) {
    const { count, axis, store } = layout;
    this.numbers = new FixedColumn('frame numbers', 'int32', count);
    this.image = allocatePacked(dtype, count * store.size);
    this.step = axis === 'first' ? 1 : count;
    this.next = axis === 'first' ? store.size : 1;
  }

  /** Of the rows; the frames are counted by their store. */
  get bytes(): number {
    return this.numbers.bytes;
  }

  reserve(rows: number): void {
    this.numbers.reserve(rows);
  }

  write(row: number, source: ArrayLike<number>, from = 0, count = 1, stride = this.image.length): void {
    const { count: frames, store } = this.layout;
    for (let end = row + count; row < end; row++, from += stride) {
      const numbers = this.numbers.source(row);
      const at = this.numbers.offset(row);
      if (this.written[row]) for (let j = 0; j < frames; j++) store.release(numbers[at + j]!);
      for (let j = 0; j < frames; j++)
        numbers[at + j] = store.acquire(source, from + j * this.next, this.step);
      this.written[row] = true;
    }
  }

  /** The image, put together in an array that the next call uses again. */
  source(row: number): PackedArray {
    const { count, store } = this.layout;
    const numbers = this.numbers.source(row);
    const at = this.numbers.offset(row);
    for (let j = 0; j < count; j++) store.copyTo(numbers[at + j]!, this.image, j * this.next, this.step);
    return this.image;
  }

  offset(): number {
    return 0;
  }

  length(): number {
    return this.image.length;
  }

  clear(): void {
    this.written = [];
    this.layout.store.clear();
  }

  saveState(rows: number): Snapshot {
    return this.numbers.saveState(rows);
  }

  loadState(snapshot: Snapshot, rows: number): void {
    this.numbers.loadState(snapshot, rows);
    this.written = new Array<boolean>(rows).fill(true);
  }
}
