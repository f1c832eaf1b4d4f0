import { expect, it } from 'vitest';
import { Linear } from '../nn/index.js';
import { Generator } from '../random/index.js';
import { explainDivergence } from './diagnosis.js';

it('tells divergence apart from other errors, and names the weight that is at fault', () => {
  const network = new Linear(2, 2, { rng: new Generator(1) });
  const other = new TypeError('broken');
  expect(explainDivergence(other, { network })).toBe(other);
  const sampling = new RangeError('cannot sample from logits that hold NaN: the network diverged');
  expect(String(explainDivergence(sampling, { network }))).toMatch(/Training diverged: cannot sample/);
  network.weight.data[1] = Number.NaN;
  expect(String(explainDivergence(other, { network }))).toMatch(
    /the weight network.weight is no longer finite/,
  );
});
