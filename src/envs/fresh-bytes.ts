// Zeroed byte arrays of one length, cheaper than one allocation each: they are cut from blocks.

/** Few enough that an array kept for long keeps little else in memory. */
const PER_BLOCK = 160;

/**
 * Cuts arrays from blocks of {@link PER_BLOCK}; none is given twice. An array of its own costs more than a frame of a game.
 */
export class FreshBytes {
  private block = new ArrayBuffer(0);
  private offset = 0;

  constructor(private readonly length: number) {}

  next(): Uint8Array {
    if (this.offset === this.block.byteLength) {
      this.block = new ArrayBuffer(this.length * PER_BLOCK);
      this.offset = 0;
    }
    const bytes = new Uint8Array(this.block, this.offset, this.length);
    this.offset += this.length;
    return bytes;
  }
}
