import { expect, it } from 'vitest';
import { requireKnown, withDefaults } from './options.js';

it('refuses an option nobody reads, with the nearest name or all of them', () => {
  const known = ['episodes', 'seed'];
  requireKnown('f()', { seed: 1 }, known);
  expect(() => requireKnown('f()', { episode: 1 }, known)).toThrow(
    "f() has no option 'episode'. Did you mean episodes?",
  );
  expect(() => requireKnown('f()', { colour: 1 }, known)).toThrow(/It knows episodes, seed\./);
  expect(() => requireKnown('f()', { colour: 1 }, [])).toThrow(/'colour'\. It takes none\./);
  expect(() => requireKnown('f()', 5 as never, known)).toThrow(/f\(\) takes an object of options, got 5/);
});

const defaults = {
  lr: 0.1,
  betas: [0.9, 0.999] as readonly number[],
  stride: 1 as number | readonly number[],
  bias: true,
  momentum: 0.1 as number | null,
  rng: undefined as object | undefined,
};
const merged = (given: object) => withDefaults('Thing', given as Partial<typeof defaults>, defaults);

it('fills what is missing or undefined', () => {
  expect(merged({})).toEqual(defaults);
  expect(merged({ lr: 2, bias: undefined })).toEqual({ ...defaults, lr: 2 });
  expect(merged({ stride: [1, 2], momentum: null, rng: {} })).toMatchObject({
    stride: [1, 2],
    momentum: null,
    rng: {},
  });
});

it('refuses unknown names as requireKnown does', () => {
  expect(() => merged({ learningRate: 1 })).toThrow(/Thing has no option 'learningRate'. It knows lr, betas/);
  expect(() => merged({ beta: [0, 1] })).toThrow(/no option 'beta'. Did you mean betas\?/);
  expect(() => merged({ toString: 1 })).toThrow(/no option 'toString'/);
});

it('refuses values of another type, and what is no object of options', () => {
  expect(() => merged({ lr: '0.1' })).toThrow(/'lr' must be a number such as 0.1, got '0.1'/);
  expect(() => merged({ bias: 0 })).toThrow(/'bias' must be a boolean such as true, got 0/);
  expect(() => merged({ betas: 0.9 })).toThrow(/'betas' must be a list such as \[0.9,0.999\], got 0.9/);
  for (const [given, shown] of [
    [[2, 3], /got \[2,3\]/],
    [0.1, /got 0.1/],
    [null, /got null/],
    ['x', /got 'x'/],
  ] as const) {
    expect(() => merged(given as object)).toThrow(/Thing: expected options such as \{ lr: … \}/);
    expect(() => merged(given as object)).toThrow(shown);
  }
});
