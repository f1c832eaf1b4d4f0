// An advantage is what an action is worth beyond what its state is worth anyway.
import { Linear } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { randn } from '../../tensor/index.js';
import { defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'advantage',
  chapter: '4',
  title: 'Better than expected',
  asks: 'What is the advantage of a return, and may the policy loss train the values it is measured by?',
  settings: { detaches: true },
  flaw: { what: 'the policy loss reaches the values', settings: { detaches: false } },
  program({ detaches }, lab) {
    const advantage = (result: number, value: number) => result - value;
    lab.check('return 10, value 4', advantage(10, 4), exactly(6), 6);
    lab.check('return 10, value 15', advantage(10, 15), exactly(-5), -5);
    const rng = new Generator(1);
    const [policy, values] = [new Linear(4, 2, { rng }), new Linear(4, 1, { rng })];
    const states = randn([6, 4], rng);
    const value = values.forward(states);
    const better = randn([6, 1], rng).sub(detaches ? value.detach() : value);
    policy.forward(states).logSoftmax(-1).slice(1, 0, 1).mul(better).mean().neg().backward();
    const size = (layer: Linear) => layer.weight.grad?.abs().sum().item() ?? 0;
    lab.check('gradient of the policy loss by the policy', size(policy) > 0, exactly(1));
    lab.check('gradient of the policy loss by the values', size(values), exactly(0), 0);
  },
});
