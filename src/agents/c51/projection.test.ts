import { expect, it } from 'vitest';
import { tensor } from '../../tensor/index.js';
import { project } from './projection.js';

/** Atoms -1, 0, 1, 2, 3. */
const support = {
  atoms: tensor([-1, 0, 1, 2, 3]),
  vMin: -1,
  vMax: 3,
};

it.each([
  ['stays where nothing moves it', [0.1, 0.2, 0.4, 0.2, 0.1], 0, 1, [0.1, 0.2, 0.4, 0.2, 0.1]],
  ['goes to one atom where it falls on that (l = u)', [0, 0, 1, 0, 0], 1, 1, [0, 0, 0, 1, 0]],
  ['is shared between neighbours, the nearer the more', [0, 0, 1, 0, 0], 0.25, 1, [0, 0, 0.75, 0.25, 0]],
  ['is clipped at the lower end', [0.5, 0.5, 0, 0, 0], -5, 1, [1, 0, 0, 0, 0]],
  ['is clipped at the upper end', [0, 0, 0, 0.25, 0.75], 9, 1, [0, 0, 0, 0, 1]],
  ['shrinks by the discount', [0, 0, 0, 0, 1], 0, 0.5, [0, 0, 0.5, 0.5, 0]],
  ['is the reward alone after a termination', [0.2, 0.2, 0.2, 0.2, 0.2], 1.75, 0, [0, 0, 0.25, 0.75, 0]],
  ['keeps each atom apart', [0.5, 0, 0, 0.5, 0], 0.5, 0.5, [0, 0.5, 0.25, 0.25, 0]],
])('probability %s', (_, probabilities, reward, discount, expected) => {
  const row = [0, 1, 0, 0, 0];
  const out = project(tensor([probabilities, row]), tensor([reward, 0]), tensor([discount, 1]), support);
  const values = [...out.toArray()];
  expected.forEach((p, i) => void expect(values[i]).toBeCloseTo(p, 6));
  expect(values.slice(5)).toEqual(row);
});

it('keeps all probability within the atoms, whatever their number and ends', () => {
  for (let count = 2; count < 80; count++) {
    const [vMin, vMax] = [-count / 3, count / 7];
    const atoms = Array.from({ length: count }, (_, i) => vMin + (i * (vMax - vMin)) / (count - 1));
    const rows = [1000, -1000, 0.1];
    const even = tensor(rows.map(() => atoms.map(() => 1 / count)));
    const out = project(even, tensor(rows), tensor([1, 1, 1]), { atoms: tensor(atoms), vMin, vMax });
    for (const sum of out.sum(1).toArray()) expect(sum).toBeCloseTo(1, 5);
    expect(out.toArray()[count - 1]).toBeCloseTo(1, 4);
    expect(out.toArray()[count]).toBeCloseTo(1, 4);
  }
});
