// Late workers change no result: whoever claims a piece, and whenever, the bits are those of one thread.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTeam } from '../../../test/thread-team.js';
import { backend, heap, setThreads } from '../engine.js';
import { ACTIVATION, type Kernels, repeatOneByOne } from './kernels.js';
import { threadedKernels } from './threaded.js';
import type { Piece } from './threaded-ranges.js';

const SIZE = 1 << 19;
const at = heap.allocate(SIZE * 4);
const shares = typeof SharedArrayBuffer !== 'undefined' && backend() !== 'reference';

/** Two steps of a small network's training, on numbers that are the same each time; every result is read by the next call. */
function train(kernels: Kernels): Float32Array {
  const f32 = heap.f32.subarray(at >>> 2, (at >>> 2) + SIZE);
  for (let i = 0; i < SIZE; i++) f32[i] = Math.sin(i * 0.37) * (i < SIZE / 2 ? 0.2 : 1);
  const [m, n, k] = [72, 160, 144];
  let next = at;
  const tensor = (size: number) => {
    const ptr = next;
    next += Math.ceil(size / 4) * 16;
    return ptr;
  };
  const [x, w1, h, w2, y] = [tensor(m * k), tensor(n * k), tensor(m * n), tensor(n * n), tensor(m * n)];
  const gradients = tensor(n * k + n * n);
  const [m1, m2] = [tensor(n * (n + k)), tensor(n * (n + k))];
  const [dy, dh, bias] = [tensor(m * n), tensor(m * n), tensor(n)];
  kernels.fill(m1, n * (n + k), 0);
  kernels.fill(m2, n * (n + k), 0);
  for (let step = 0; step < 2; step++) {
    kernels.gemm(0, 1, m, n, k, x, k, w1, k, h, n, 0, 0, ACTIVATION.tanh);
    kernels.gemm(0, 1, m, n, n, h, n, w2, n, y, n, 0, bias, ACTIVATION.relu);
    kernels.copy(y, dy, m * n, 0);
    const [g1, g2] = [gradients, gradients + n * k * 4];
    kernels.linearGrad(m, n, n, h, w2, y, dy, ACTIVATION.relu, g2, bias, dh, 2);
    kernels.linearGrad(m, n, k, x, w1, h, dh, ACTIVATION.tanh, g1, 0, 0, 0);
    kernels.adam(w1, g1, m1, m2, 0, n * k, 1e-2, 0.9, 0.999, 1e-8, 0, 0, 0.1, 0.001);
    kernels.adam(w2, g2, m1 + n * k * 4, m2 + n * k * 4, 0, n * n, 1e-2, 0.9, 0.999, 1e-8, 0, 0, 0.1, 0.001);
  }
  expect(next).toBeLessThan(at + SIZE * 4);
  return f32.slice();
}

const differences = (a: Float32Array, b: Float32Array) => a.reduce((n, x, i) => n + +!Object.is(x, b[i]), 0);

describe.runIf(shares)('late workers', () => {
  beforeAll(() => setThreads(2).then(() => {}));
  afterAll(() => setThreads(1).then(() => {}));

  it.each([0, 0.02, 0.5])('change no bit when they dawdle up to %d ms', async (delay) => {
    const { team, single, counts, kernels } = await startTeam(3, delay);
    const expected = train(single);
    // Until workers have done some of it, on however busy a machine.
    for (let runs = 0; runs < 5 || counts.own === counts.pieces; runs++) {
      expect(differences(train(kernels), expected)).toBe(0);
    }
    expect(counts.pieces).toBeGreaterThan(50);
    team.close();
  });

  it('are waited for, and further calls work, when a kernel of the calling thread throws', async () => {
    const { team, single, kernels } = await startTeam(3, 0.1);
    const expected = train(single);
    const piece = (kernel: string): Piece => ({ kernel, args: [at, 48, 0] });
    expect(() => team.run([piece('fill'), piece('fill'), piece('no kernel')])).toThrow();
    expect(differences(train(kernels), expected)).toBe(0);
    team.close();
  });

  it('repeat what lies between large recorded calls as without threads', async () => {
    const { team, single } = await startTeam(2);
    const asked: number[] = [];
    const repeat: Kernels['repeat'] = (calls) => {
      asked.push(calls.length);
      return repeatOneByOne(single, calls);
    };
    const kernels = threadedKernels({ ...single, repeat }, team);
    const small = (value: number) => ['fill', [at, 480, value]] as const;
    const large = (value: number) => ['fill', [at, SIZE, value]] as const;
    const first = () => heap.f32[at >>> 2];
    heap.f32.fill(1, at >>> 2, (at >>> 2) + SIZE);
    const calls = [small(2), small(3), large(4), large(5), small(6)];
    const repeated = kernels.repeat!(calls);
    expect(asked).toEqual([2, 1]);
    expect(first()).toBe(1);
    repeated();
    expect(first()).toBe(6);
    expect(heap.f32[(at >>> 2) + SIZE - 1]).toBe(5);
    threadedKernels(single, team).repeat!([...calls, large(7)])();
    expect(first()).toBe(7);
    team.close();
  });
});
