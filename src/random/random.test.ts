// Checks every quantity of the generators against vectors made with NumPy.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../../test/golden.js';
import { Generator, GeneratorRows, RandomState, SeedSequence, streams } from './index.js';
import { Pcg64 } from './pcg64.js';

interface Golden {
  seed: string;
  [quantity: string]: unknown;
}

const golden = readGolden<{ seeds: Golden[] }>('numpy-rng');
const times = <T>(n: number, draw: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => draw(i));
const limbs = (state: number[]) =>
  state.reduceRight((sum, limb) => (sum << 32n) | BigInt(limb), 0n).toString();

const quantities: Record<string, (seed: bigint, length: number) => unknown> = {
  pool: (seed) => [...new SeedSequence(seed).pool],
  generate_state_u32_8: (seed) => [...new SeedSequence(seed).generateState(8)],
  generate_state_u64_4: (seed) => [...new SeedSequence(seed).generateState(4, 64)].map(String),
  spawn3_state: (seed) => new SeedSequence(seed).spawn(3).map((child) => [...child.generateState(4)]),
  pcg64_state: (seed) => limbs(new Generator(seed).getState().state),
  pcg64_inc: (seed) => limbs(new Generator(seed).getState().increment),
  raw: (seed) => {
    const bits = new Pcg64(new SeedSequence(seed));
    return times(8, () => bits.nextBigInt().toString());
  },
  random: repeat((rng) => rng.random()),
  'uniform_-0.05_0.05': repeat((rng) => rng.uniform(-0.05, 0.05)),
  standard_normal: repeat((rng) => rng.standardNormal()),
  exponential: repeat((rng) => rng.exponential()),
  integers_0_13: repeat((rng) => rng.integers(0, 13)),
  'integers_-9999_9999': repeat((rng) => rng.integers(-9999, 9999)),
  integers_big: repeat((rng, i) => String(rng.integers(0, i < 4 ? 2 ** 40 : 2 ** 32))),
  integers_array_0_6_size10: repeat((rng) => rng.integers(6)),
  mixed_u32_then_double: repeat((rng, i) => (i === 1 || i === 4 ? rng.random() : rng.integers(7))),
  choice_p: (seed, n) => new Generator(seed).choice(4, { size: n, p: [0.1, 0.2, 0.3, 0.4] }),
  choice_noreplace_10_4: (seed) => new Generator(seed).choice(10, { size: 4, replace: false }),
  permutation10: (seed) => new Generator(seed).permutation(10),
  shuffle10: (seed) => shuffled(new Generator(seed), Int32Array.from(times(10, (i) => i))),
  shuffle_list10: (seed) =>
    shuffled(
      new Generator(seed),
      times(10, (i) => i),
    ),
};

const legacy: Record<string, (rng: RandomState, i: number) => unknown> = {
  mt_u32: (rng) => rng.uint32(),
  mt_rand: (rng) => rng.random(),
  mt_randint_0_13: (rng) => rng.integers(0, 13),
  mt_choice_3: (rng) => 1 + rng.integers(0, 3),
  mt_uniform_1_6_size8_floor: (rng) => Math.floor(rng.uniform(1, 6)),
};

function repeat(draw: (rng: Generator, i: number) => unknown) {
  return (seed: bigint, length: number) => {
    const rng = new Generator(seed);
    return times(length, (i) => draw(rng, i));
  };
}

function shuffled(rng: Generator, array: Int32Array | number[]): number[] {
  rng.shuffle(array);
  return [...array];
}

describe.each(golden.seeds.map((entry) => [entry.seed, entry] as const))(
  'NumPy with seed %s',
  (seed, entry) => {
    it.each(Object.keys(quantities))('%s', (name) => {
      const expected = entry[name];
      expect(quantities[name]!(BigInt(seed), (expected as unknown[]).length)).toEqual(expected);
    });

    if (BigInt(seed) <= 0xffffffffn) {
      it.each(Object.keys(legacy))('%s', (name) => {
        const rng = new RandomState(Number(seed));
        const expected = entry[name] as unknown[];
        expect(times(expected.length, (i) => legacy[name]!(rng, i))).toEqual(expected);
      });

      it('mt_randn, to the last bit of the platform logarithm', () => {
        const rng = new RandomState(Number(seed));
        for (const expected of entry.mt_randn as number[]) {
          expect(Math.abs(rng.standardNormal() / expected - 1)).toBeLessThan(4e-16);
        }
      });

      it('mt_shuffle_list10', () => {
        const list = times(10, (i) => i);
        new RandomState(Number(seed)).shuffle(list);
        expect(list).toEqual(entry.mt_shuffle_list10);
      });
    }
  },
);

it('draws what the book prints for seed 10 (Zai & Brown 2020, listing 6.9)', () => {
  const rng = new RandomState(10);
  expect(times(4, () => rng.random().toFixed(8))).toEqual([
    '0.77132064',
    '0.02075195',
    '0.63364823',
    '0.74880388',
  ]);
});

it('PCG64 steps from any state, limbs of all ones and all zeros included, as on integers of any size', () => {
  const limb = fc.oneof(fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff), fc.nat(0xffffffff));
  const state = fc.tuple(limb, limb, limb, limb);
  const mask = (1n << 128n) - 1n;
  const word = (1n << 64n) - 1n;
  const bits = new Pcg64(new SeedSequence(0));
  fc.assert(
    fc.property(state, state, (from, increment) => {
      bits.setState({ state: from, increment, buffered: null });
      let expected = BigInt(limbs(from));
      for (let t = 0; t < 20; t++) {
        expected = (expected * 0x2360ed051fc65da44385df649fccf645n + BigInt(limbs(increment))) & mask;
        const folded = (expected >> 64n) ^ (expected & word);
        const turn = expected >> 122n;
        expect(bits.nextBigInt()).toBe(((folded >> turn) | (folded << (64n - turn))) & word);
      }
      expect(limbs(bits.getState().state)).toBe(String(expected));
    }),
    { numRuns: 2000 },
  );
});

it('rows of generators draw together what each draws alone', () => {
  const rows = new GeneratorRows(5);
  const alone = times(5, (i) => new Generator(i));
  times(5, (i) => rows.seed(i, i));
  const out = new Float64Array(5);
  for (let t = 0; t < 50; t++) {
    const [from, to] = [t % 3, 5 - (t % 2)];
    rows.random(out, from, to);
    const expected = alone.slice(from, to).map((rng) => rng.random());
    expect([...out.subarray(from, to)]).toEqual(expected);
    expect(rows.rows[t % 5]!.integers(100)).toBe(alone[t % 5]!.integers(100));
  }
  expect(rows.rows.map((rng) => rng.getState())).toEqual(alone.map((rng) => rng.getState()));
});

it.each([1, 99, 100, 101, 1000, 4097])('rows of generators make up for %d skipped draws', (count) => {
  const rows = new GeneratorRows(3);
  const alone = times(3, (i) => new Generator(i));
  times(3, (i) => rows.seed(i, i));
  for (let t = 0; t < count; t++) {
    rows.skipLater(1, 3);
    for (const rng of alone.slice(1)) rng.random();
  }
  rows.settle(1);
  expect(rows.rows[1]!.random()).toBe(alone[1]!.random());
  expect(rows.rows[1]!.getState()).toEqual(alone[1]!.getState());
  // Drawn together, the last one is up to date too.
  const out = new Float64Array(3);
  rows.random(out, 0, 3);
  expect([...out]).toEqual(alone.map((rng) => rng.random()));
});

describe('Generator', () => {
  it('draws integers as on integers of any size, from ranges up to 2^32', () => {
    const twin = new Pcg64(new SeedSequence(5));
    const rng = new Generator(5);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2 ** 32 }), (span) => {
        twin.setState(rng.getState());
        const draw = rng.integers(span);
        let product: bigint;
        do product = BigInt(twin.nextUint32()) * BigInt(span);
        while ((product & 0xffffffffn) < (1n << 32n) % BigInt(span));
        expect(BigInt(draw)).toBe(product >> 32n);
      }),
      { numRuns: 2000 },
    );
  });

  it('draws the rest of what NumPy offers in NumPy order', () => {
    // Expected values: numpy.random.default_rng(7) of NumPy 2.4.
    const p = [0.1, 0.2, 0.05, 0.25, 0.4];
    expect(new Generator(7).choice(5, { size: 4, replace: false, p })).toEqual([4, 1, 2, 3]);
    expect(new Generator(7).choice(20_000, { size: 500, replace: false }).slice(0, 6)).toEqual([
      7349, 10231, 16198, 13269, 12921, 3744,
    ]);
    const trials = (p: number) => {
      const rng = new Generator(7);
      return times(12, () => rng.geometric(p));
    };
    expect(trials(0.25)).toEqual([3, 4, 2, 4, 1, 12, 1, 10, 2, 2, 2, 2]);
    expect(trials(1 / 3)).toEqual([3, 6, 4, 1, 1, 6, 1, 5, 4, 2, 1, 1]);
    expect(trials(0.5)).toEqual([2, 4, 3, 1, 1, 3, 1, 3, 3, 1, 1, 1]);
    expect(trials(0.01)).toEqual([71, 103, 57, 90, 21, 337, 1, 280, 58, 30, 54, 32]);
    expect(trials(1)).toEqual(times(12, () => 1));
    expect(() => trials(0)).toThrow(/needs 0 < p <= 1, got 0/);
    expect([...new Generator(7).bytes(2, 10)]).toEqual([1, 0, 1, 1, 1, 0, 0, 1, 1, 0]);
    expect([...new Generator(7).bytes(100, 10)]).toEqual([54, 28, 89, 25, 2, 62, 41, 14, 68, 73]);
  });

  it('goes on exactly from a saved state, the half-used word included', () => {
    const rng = new Generator(3);
    rng.integers(10);
    const state = JSON.parse(JSON.stringify(rng.getState()));
    const copy = new Generator(0);
    copy.setState(state);
    const draws = (g: Generator) => times(20, (i) => (i % 3 === 0 ? g.integers(100) : g.standardNormal()));
    expect(draws(copy)).toEqual(draws(rng));
    const twister = new RandomState(5);
    twister.standardNormal();
    const other = new RandomState(6);
    other.setState(JSON.parse(JSON.stringify(twister.getState())));
    expect(times(700, () => other.standardNormal())).toEqual(times(700, () => twister.standardNormal()));
  });

  it('fills arrays with the single draws', () => {
    const rng = new Generator(11);
    const uniform = new Float64Array(5);
    const normal = new Float64Array(5);
    rng.fillUniform(uniform, -2, 3);
    rng.fillNormal(normal, 1, 0.5);
    const single = new Generator(11);
    expect([...uniform]).toEqual(times(5, () => single.uniform(-2, 3)));
    expect([...normal]).toEqual(times(5, () => single.normal(1, 0.5)));
  });

  it('seeds itself from the system when no seed is given', () => {
    expect(new Generator().random()).not.toBe(new Generator().random());
  });

  it('refuses what has no meaning', () => {
    expect(() => new Generator(-1)).toThrow(/non-negative integer, got -1/);
    expect(() => new Generator(1.5)).toThrow(/non-negative integer, got 1.5/);
    expect(() => new Generator('x' as never)).toThrow(/non-negative integer, got "x"/);
    expect(() => new Generator(2 ** 60)).toThrow(/bigint/);
    expect(() => new RandomState(2 ** 32)).toThrow(/0 to 2\^32 - 1/);
    const rng = new Generator(1);
    expect(() => rng.integers(3, 3)).toThrow(/low < high/);
    expect(() => rng.integers(0.5)).toThrow(/low < high/);
    expect(() => rng.choice(2, { p: [0.5, 0.6] })).toThrow(/sum to 1/);
    expect(() => rng.choice(2, { p: [1.5, -0.5] })).toThrow(/p\[1\]/);
    expect(() => rng.choice(2, { p: [1] })).toThrow(/each of 2/);
    expect(() => rng.choice(3, { size: 4, replace: false })).toThrow(/4 of 3/);
    expect(() => rng.choice(2, { size: 2, replace: false, p: [1, 0] })).toThrow(/2 of 1/);
  });
});

describe('streams', () => {
  it('are the spawned children of the seed, in order', () => {
    const { env, policy } = streams(42, ['env', 'policy']);
    const [first, second] = new SeedSequence(42).spawn(2);
    expect(env.random()).toBe(new Generator(first).random());
    expect(policy.random()).toBe(new Generator(second).random());
    expect(streams(42, ['env', 'policy', 'replay']).policy.random()).toBe(
      streams(42, ['env', 'policy']).policy.random(),
    );
  });

  it('mixes words of the spawn key beyond 32 bits', () => {
    // Expected values: numpy.random.SeedSequence(2**70 + 3, spawn_key=(5, 2**33)).generate_state(4).
    const words = new SeedSequence(2n ** 70n + 3n, [5, 2 ** 33]).generateState(4);
    expect([...words]).toEqual([1978066334, 2555724355, 4246980942, 2370894520]);
  });

  it('spawns new children each time', () => {
    const parent = new SeedSequence(1);
    const keys = [...parent.spawn(2), ...parent.spawn(1)].map((child) => child.spawnKey);
    expect(keys).toEqual([[0], [1], [2]]);
  });
});
