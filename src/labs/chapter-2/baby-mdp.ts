// A baby as a Markov decision process: should it be fed?
import { FiniteMDP, valueIteration } from '../../envs/mdp/index.js';
import { defineLab, exactly, near } from '../index.js';

const STATES = ['crying', 'sleeping', 'smiling'];
const ACTIONS = ['feed', 'wait'];
/** What each state is worth when it is entered, as printed; the probabilities are ours, as the book's are in a lost picture. */
const REWARDS = [-1, 1, 2];
const AFTER = [
  [
    [0.1, 0.5, 0.4],
    [0.8, 0.1, 0.1],
  ],
  [
    [0.4, 0.4, 0.2],
    [0.1, 0.7, 0.2],
  ],
  [
    [0.1, 0.4, 0.5],
    [0.2, 0.3, 0.5],
  ],
];

export const lab = defineLab({
  name: 'baby-mdp',
  chapter: '2',
  title: 'The baby: a Markov decision process of three states',
  asks: 'What is the best thing to do with a baby that cries, sleeps or smiles, and what is that worth?',
  settings: { gamma: 0.9, paysForCrying: false },
  flaw: { what: 'crying is the best there is', settings: { paysForCrying: true } },
  program({ gamma, paysForCrying }, lab) {
    const rewards = paysForCrying ? [3, 1, 2] : REWARDS;
    const mdp = FiniteMDP.fromArrays({
      transitions: AFTER,
      rewards: AFTER.map((actions) => actions.map(() => rewards)),
    });
    const { values, policy, q } = valueIteration(mdp, { gamma });
    for (const [state, name] of STATES.entries())
      lab.check(`${name}: fed`, policy[state] === 0, exactly(Number(name !== 'sleeping')));
    // V = r + γ·P·V of the policy, which is a linear system: solved by inserting the values.
    const residual = STATES.map((_, s) => {
      const row = AFTER[s]![policy[s]!]!;
      return values[s]! - row.reduce((sum, p, next) => sum + p * (rewards[next]! + gamma * values[next]!), 0);
    });
    lab.check('largest error of the Bellman equation', Math.max(...residual.map(Math.abs)), near(0, 1e-8));
    const line = (s: number) =>
      `${STATES[s]!.padEnd(9)} V ${values[s]!.toFixed(3)}   ${ACTIONS.map((name, a) => `${name} ${q[2 * s + a]!.toFixed(3)}`).join('   ')}`;
    lab.text('Values', STATES.map((_, s) => line(s)).join('\n'));
  },
});
