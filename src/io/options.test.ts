import { expect, it } from 'vitest';
import { requireKnown } from './options.js';

it('refuses an option nobody reads, with the nearest name or all of them', () => {
  const known = ['episodes', 'seed'];
  requireKnown('f()', { seed: 1 }, known);
  expect(() => requireKnown('f()', { episode: 1 }, known)).toThrow(
    "f() has no option 'episode'. Did you mean episodes?",
  );
  expect(() => requireKnown('f()', { colour: 1 }, known)).toThrow(/It knows episodes, seed\./);
});
