// The free-list allocator, against a plain list of what should be in use.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.js';
import { KERNEL_RESERVED_BYTES } from './kernels/kernels.js';

describe('Heap', () => {
  it('hands out aligned spans that never overlap, and takes them back', () => {
    const actions = fc.array(
      fc.record({ bytes: fc.integer({ min: 1, max: 5000 }), release: fc.nat(), frees: fc.boolean() }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(actions, (list) => {
        const heap = new Heap();
        const live: { ptr: number; bytes: number }[] = [];
        for (const { bytes, release, frees } of list) {
          if (frees && live.length > 0) {
            const [span] = live.splice(release % live.length, 1);
            heap.release(span!.ptr, span!.bytes);
          } else live.push({ ptr: heap.allocate(bytes), bytes });
        }
        const sorted = live.toSorted((a, b) => a.ptr - b.ptr);
        for (const [i, { ptr, bytes }] of sorted.entries()) {
          expect(ptr % 16).toBe(0);
          expect(ptr).toBeGreaterThanOrEqual(KERNEL_RESERVED_BYTES);
          const next = sorted[i + 1];
          if (next) expect(ptr + bytes).toBeLessThanOrEqual(next.ptr);
        }
        for (const { ptr, bytes } of live) heap.release(ptr, bytes);
        expect(heap.used).toBe(0);
        expect(heap.allocate(100_000)).toBe(KERNEL_RESERVED_BYTES);
      }),
      { numRuns: 40 },
    );
  });

  it('grows and replaces its views', () => {
    const heap = new Heap();
    const before = heap.size;
    const ptr = heap.allocate(before + 4);
    heap.f32[(ptr >>> 2) + before / 4] = 5;
    expect(heap.size).toBeGreaterThan(before);
    expect(heap.i32.buffer).toBe(heap.memory.buffer);
  });

  it('clears memory for its owner, also when it was used before', () => {
    const heap = new Heap();
    const used = heap.allocate(64);
    heap.f32.fill(3, used >>> 2, (used >>> 2) + 16);
    heap.release(used, 64);
    const owned = heap.allocateFor({}, 64);
    expect(owned).toBe(used);
    expect([...heap.f32.subarray(owned >>> 2, (owned >>> 2) + 16)]).toEqual(new Array(16).fill(0));
  });

  it('says what to do when 4 GiB are not enough', () => {
    expect(() => new Heap().allocate(2 ** 32)).toThrow(/limit is 4096 MiB.*scope/);
  });
});
