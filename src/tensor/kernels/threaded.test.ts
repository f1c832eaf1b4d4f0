// Threads change no result: every kernel that is spread equals the same kernel on one thread, bit for bit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTeam, type TestTeam } from '../../../test/thread-team.js';
import * as engine from '../engine.js';
import { backend, setThreads, threadCount } from '../engine.js';
import type { ConvSizes } from './conv-kernels.js';
import { ACTIVATION, ADD_TO, type Kernels } from './kernels.js';

const { heap } = engine;
const THREADS = 3;
/** Elements of the region the calls work on. */
const SIZE = 1 << 20;
const base = heap.allocate(SIZE * 4);
const shares = typeof SharedArrayBuffer !== 'undefined' && backend() !== 'reference';
let team: TestTeam | undefined;

beforeAll(async () => {
  await setThreads(THREADS);
  if (shares) team = await startTeam(THREADS);
});
afterAll(async () => {
  team?.team.close();
  await setThreads(1);
});

/** What a call leaves behind when it starts from the same random numbers, of which those of tensor 4 on are positive. */
function outcome(
  kernels: Kernels,
  call: (kernels: Kernels, at: (tensor: number) => number) => void,
): Float32Array {
  const start = base >>> 2;
  let state = 1;
  for (let i = start; i < start + SIZE; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    heap.f32[i] = state / 2 ** 31 - (i < start + SIZE / 2 ? 1 : 0);
  }
  call(kernels, (tensor) => base + tensor * (SIZE / 8) * 4);
  return heap.f32.slice(start, start + SIZE);
}

function expectSame(call: (kernels: Kernels, at: (tensor: number) => number) => void): Float32Array {
  const expected = outcome(team!.single, call);
  const actual = outcome(team!.kernels, call);
  let different = 0;
  for (let i = 0; i < SIZE; i++) if (!Object.is(actual[i], expected[i])) different++;
  expect(different).toBe(0);
  return actual;
}

it('uses the threads it was asked for, where memory can be shared', () => {
  expect(threadCount()).toBe(shares ? THREADS : 1);
});

describe.runIf(shares)('matrix products', () => {
  const sizes = [
    [200, 70, 40],
    [33, 200, 80],
    [16, 301, 100],
    [301, 9, 150],
    [100, 100, 100],
    [1001, 6, 70],
    [1, 2300, 180],
  ];
  for (const transA of [0, 1]) {
    for (const transB of [0, 1]) {
      it.each(sizes)(`transA ${transA}, transB ${transB}, %i x %i x %i`, (m, n, k) => {
        const [lda, ldb] = [transA ? m : k, transB ? k : n];
        for (const act of Object.values(ACTIVATION).slice(0, 4)) {
          expectSame((kernels, at) =>
            kernels.gemm(transA, transB, m, n, k, at(0), lda, at(3), ldb, at(7), n + 1, 0, at(7.5), act),
          );
        }
        expectSame((kernels, at) =>
          kernels.gemm(transA, transB, m, n, k, at(0), lda, at(3), ldb, at(7), n, 1, 0, 0),
        );
      });
    }
  }

  it.each([
    [64, 256, 256],
    [256, 70, 90],
    [37, 301, 100],
    [300, 2, 400],
    [3, 300, 400],
  ])('gradients of a layer, %i x %i x %i', (m, n, k) => {
    for (const wanted of [1, 4, 5, 7]) {
      for (const [act, accumulate] of [
        [ACTIVATION.none, 0],
        [ACTIVATION.relu, ADD_TO.dw | ADD_TO.db],
        [ACTIVATION.tanh, ADD_TO.dx],
      ] as const) {
        const to = (bit: number, ptr: number) => (wanted & bit ? ptr : 0);
        expectSame((kernels, at) => {
          const [dw, db, dx] = [to(ADD_TO.dw, at(4)), to(ADD_TO.db, at(7.5)), to(ADD_TO.dx, at(6))];
          kernels.linearGrad(m, n, k, at(0), at(2), at(7), at(1), act, dw, db, dx, accumulate);
        });
      }
    }
  });

  it('in batches', () => {
    for (const [batch, strideB] of [
      [7, 900],
      [2, 0],
    ] as const) {
      expectSame((kernels, at) =>
        kernels.gemmBatched(0, 1, batch, 60, 45, 50, at(0), 50, 3000, at(1), 50, strideB, at(6), 45, 2700, 1),
      );
    }
  });
});

const n = 40_001;
const cases: Record<string, (kernels: Kernels, at: (tensor: number) => number) => void> = {
  unary: (kernels, at) => kernels.unary(0, at(0), at(1), n, 1, 0),
  unaryGrad: (kernels, at) => kernels.unaryGrad(0, at(0), at(1), at(2), at(3), n, 1, 0, 1),
  binary: (kernels, at) => kernels.binary(0, at(0), 1, at(1), 0, at(2), n, 0),
  binaryGrad: (kernels, at) => kernels.binaryGrad(2, 0, at(0), 1, at(1), 1, at(2), 0, at(3), n, 0, 0.5, 1),
  activationGradInPlace: (kernels, at) => kernels.activationGradInPlace(ACTIVATION.tanh, at(0), at(1), n),
  fill: (kernels, at) => kernels.fill(at(1), n, 3),
  copy: (kernels, at) => kernels.copy(at(0), at(1), n, 1),
  sgd: (kernels, at) => kernels.sgd(at(0), at(1), 0, n, 0.1, 0, 0, 0.01, 0, 0, 0),
  adam: (kernels, at) =>
    kernels.adam(at(0), at(1), at(2), at(4), 0, n, 1e-3, 0.9, 0.999, 1e-8, 0.01, 1, 0.1, 0.001),
  rmsprop: (kernels, at) => kernels.rmsprop(at(0), at(1), at(4), 0, 0, n, 1e-3, 0.99, 1e-8, 0, 0, 0),
  adagrad: (kernels, at) => kernels.adagrad(at(0), at(1), at(4), n, 1e-3, 1e-10, 0),
  polyak: (kernels, at) => kernels.polyak(at(0), at(1), n, 0.005),
  softmax: (kernels, at) => kernels.softmax(at(0), at(1), 400, 99, 1),
  softmaxGrad: (kernels, at) => kernels.softmaxGrad(at(0), at(1), at(2), 400, 99, 0, 1),
  attentionSoftmaxGrad: (kernels, at) => kernels.attentionSoftmaxGrad(at(0), at(1), 400, 99, 0.1),
  lstmStep: (kernels, at) => kernels.lstmStep(at(0), at(1), at(2), at(3), 200, 70),
  lstmStepGrad: (kernels, at) => kernels.lstmStepGrad(at(0), at(1), at(2), at(3), at(4), at(5), 200, 70),
};

it.runIf(shares).each(Object.keys(cases))('%s', (name) => void expectSame(cases[name]!));

describe.runIf(shares)('convolutions', () => {
  const sizes: ConvSizes = [7, 5, 21, 22, 9, 3, 3, 2, 1, 1, 1];

  it('conv2d and the gradient of the input', () => {
    const workspace = heap.allocate(team!.kernels.convWorkspace(...sizes));
    expectSame((kernels, at) =>
      kernels.conv2d(at(0), at(1), at(2), at(3), ACTIVATION.relu, workspace, ...sizes),
    );
    expectSame((kernels, at) => kernels.conv2dGradInput(at(0), at(1), at(3), 1, workspace, ...sizes));
  });

  it.each([9, 40, 64])('the gradient of %i filters', (out) => {
    const sizes: ConvSizes = [7, 5, 11, 12, out, 3, 3, 2, 1, 1, 1];
    const workspace = heap.allocate(team!.kernels.convWorkspace(...sizes));
    expectSame((kernels, at) => kernels.conv2dGradWeight(at(0), at(1), at(3), workspace, ...sizes));
  });
});

it('refuses a number of threads that is none', async () => {
  await expect(setThreads(0)).rejects.toThrow(/whole number of threads/);
});

it.runIf(shares)('shared calls, all the same', () => {
  expect(team!.counts.pieces).toBeGreaterThan(300);
});
