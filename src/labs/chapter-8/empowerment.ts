// Empowerment: how many futures an agent can choose between.
import { make } from '../../envs/index.js';
import { channelCapacity, empowerment, mdpOf } from '../../envs/mdp/index.js';
import { atLeast, defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'empowerment',
  chapter: '8',
  title: 'Where an agent has most to choose',
  asks: 'From where on a frozen lake can an agent reach most places, and what does slippery ice do to that?',
  settings: { steps: 2, isSlippery: false },
  flaw: { what: 'the ice is slippery', settings: { isSlippery: true } },
  program({ steps, isSlippery }, lab) {
    // A channel that flips one bit of ten carries 1 - H(0.1) bits.
    const { capacity } = channelCapacity([
      [0.9, 0.1],
      [0.1, 0.9],
    ]);
    lab.check('capacity of a channel that flips one of ten', capacity, near(0.531, 1e-3));
    const lake = (isSlippery: boolean, steps: number) =>
      empowerment(mdpOf(make('FrozenLake-v1', { isSlippery })).mdp, { steps });
    lab.check('one step from the start: log₂ of 3 places', lake(isSlippery, 1)[0]!, near(Math.log2(3), 1e-6));
    const [firm, slippery] = [lake(isSlippery, steps), lake(true, steps)];
    lab.check('firm / slippery ice, cell 9', firm[9]! / slippery[9]!, atLeast(1.5));
    const board = (values: Float64Array) =>
      [0, 4, 8, 12]
        .map((row) => [...values.subarray(row, row + 4)].map((x) => x.toFixed(2)).join('  '))
        .join('\n');
    lab.text(`Bits within ${steps} steps, firm ice`, board(firm));
    lab.text('Slippery ice', board(slippery));
  },
});
