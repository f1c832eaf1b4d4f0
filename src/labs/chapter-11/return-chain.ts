// Values along a way that ends at +10 and costs 1 a step: 10, 8, 6.2.
import { FiniteMDP, policyEvaluation } from '../../envs/mdp/index.js';
import { defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'return-chain',
  chapter: '11',
  title: 'The value of being two steps away',
  asks: 'The goal pays 10 and a step costs 1: what are the states before it worth, with γ = 0.9?',
  settings: { gamma: 0.9 },
  flaw: { what: 'nothing is discounted', settings: { gamma: 1 } },
  program({ gamma }, lab) {
    // Two steps, one step, at the goal's door.
    const mdp = new FiniteMDP([
      [[{ probability: 1, nextState: 1, reward: -1 }]],
      [[{ probability: 1, nextState: 2, reward: -1 }]],
      [[{ probability: 1, nextState: 2, reward: 10, terminated: true }]],
    ]);
    const [two, one, door] = policyEvaluation(mdp, Int32Array.of(0, 0, 0), { gamma });
    lab.check('at the door', door!, near(10, 1e-9), 10);
    lab.check('a step before', one!, near(8, 1e-9), 8);
    lab.check('two steps before', two!, near(6.2, 1e-9), 5.4);
  },
});
