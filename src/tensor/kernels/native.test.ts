// The add-on behind the kernel interface: how calls reach it, which also a stand-in shows where it has not been built.
// What it computes is compared with the reference in the tests of each family.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { Workbench } from '../../../test/kernels.js';
import { ACTIVATION } from './kernels.js';
import { loadNative, type NativeAddon, nativeKernels, requireNative } from './native.js';
import { referenceKernels } from './reference/index.js';

/** An add-on of two kernels that run as the reference does. */
function standIn(): NativeAddon {
  const view: { buffer: ArrayBufferLike } = { buffer: new ArrayBuffer(0) };
  const table = referenceKernels(view) as unknown as Record<
    string,
    (...args: number[]) => number | undefined
  >;
  const kernels = [
    { name: 'gemm', arguments: 14 },
    { name: 'sumSquares', arguments: 2 },
  ];
  let list: Float64Array = new Float64Array(0);
  return {
    instructionSet: 'avx2',
    kernels,
    bind({ buffer }, commands) {
      view.buffer = buffer;
      list = commands;
    },
    run() {
      const { name, arguments: count } = kernels[list[1]!]!;
      list[0] = table[name]!(...list.subarray(2, 2 + count)) ?? 0;
    },
  };
}

const addons = { 'a stand-in': standIn(), ...(loadNative() && { 'the add-on': loadNative()! }) };

it.each(Object.entries(addons))('%s follows a memory that grows', (_, addon) => {
  const bench = new Workbench('wasm', 1);
  const kernels = nativeKernels(bench.kernels, addon, bench.memory);
  const a = bench.floats(64 * 64, () => 1);
  const multiply = (c: number) => kernels.gemm(0, 0, 64, 64, 64, a, 64, a, 64, c, 64, 0, 0, ACTIVATION.none);
  multiply(bench.floats(64 * 64));
  const grown = bench.memory.buffer.byteLength;
  bench.memory.grow(1);
  multiply(grown);
  expect(new Float32Array(bench.memory.buffer, grown, 1)[0]).toBe(64);
  expect(kernels.sumSquares(a, 4096)).toBe(4096);
});

it('refuses an add-on of another version', () => {
  const bench = new Workbench('wasm', 1);
  const renamed: NativeAddon = { ...standIn(), kernels: [{ name: 'gemmOfOld', arguments: 14 }] };
  const changed: NativeAddon = { ...standIn(), kernels: [{ name: 'adam', arguments: 12 }] };
  for (const addon of [renamed, changed]) {
    expect(() => nativeKernels(bench.kernels, addon, bench.memory)).toThrow(/npm run build:native/);
  }
});

it('says what to do where it has not been built', () => {
  expect(() => requireNative(null)).toThrow(/npm run build:native/);
  expect(loadNative('/nowhere/trainyard.node')).toBeNull();
});

/** Skipped, visibly, where the add-on has not been built. */
const whereBuilt = it.skipIf(loadNative() === null);

whereBuilt('runs a list of commands by one call', () => {
  const addon = loadNative()!;
  const number = (name: string) => addon.kernels.findIndex((kernel) => kernel.name === name);
  const commands = new Float64Array(32);
  addon.bind(new Uint8Array(2048), commands);
  commands.set([2, number('fill'), 1024, 5, 3, number('sumSquares'), 1024, 5]);
  addon.run();
  expect(commands[0]).toBe(45);
});

whereBuilt('is found from the built package too, whose files lie elsewhere', () => {
  const program = "import { backend } from 'trainyard'; console.log(backend());";
  const env = { ...process.env, TRAINYARD_BACKEND: 'native' };
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    env,
    encoding: 'utf8',
  });
  expect(out.trim()).toBe('native');
});

whereBuilt('refuses codes it does not know', () => {
  const bench = new Workbench('native', 1);
  const x = bench.floats(4);
  expect(() => bench.kernels.unary(99, x, x, 4, 0, 0)).toThrow(/unknown code/);
  expect(() => bench.kernels.binary(99, x, 1, x, 1, x, 4, 0)).toThrow(/unknown code/);
});

const SIDES = [1, 2, 3, 12, 33, 130];

whereBuilt.each(SIDES)('computes %i rows in parts bit for bit as in one piece', (m) => {
  const bench = new Workbench('native', m);
  const { gemm, gemmRows } = bench.kernels;
  for (const [n, k, form] of SIDES.flatMap((n) =>
    [1, 31, 300].flatMap((k) => [0, 1, 2, 3].map((f) => [n, k, f] as const)),
  )) {
    const [transA, transB] = [form & 1, form >> 1];
    const [lda, ldb] = [transA ? m : k, transB ? k : n];
    const [a, b, bias] = [bench.floats(m * k), bench.floats(k * n), form < 2 ? 0 : bench.floats(n)];
    const [whole, parts] = [bench.floats(m * n), bench.floats(m * n)];
    const act = bias ? ACTIVATION.tanh : ACTIVATION.none;
    gemm(transA, transB, m, n, k, a, lda, b, ldb, whole, n, 0, bias, act);
    for (const [from, to] of [
      [0, m >> 1],
      [m >> 1, m],
    ] as const) {
      gemmRows(transA, transB, m, n, k, a, lda, b, ldb, parts, n, 0, bias, act, from, to);
    }
    const [left, right] = [bench.read(parts, m * n), bench.read(whole, m * n)];
    expect(
      left.findIndex((x, i) => !Object.is(x, right[i])),
      `${n} columns, depth ${k}, form ${form}`,
    ).toBe(-1);
  }
});
