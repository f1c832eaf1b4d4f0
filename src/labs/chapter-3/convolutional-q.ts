// A convolutional Q-network that learns on boards of one size and plays on larger ones.
import { agentFromBytes, DQN, type DQNOptions, namedPreset } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import { atLeast, defineLab, mean } from '../index.js';
import { boardsWon } from './boards.js';

export const lab = defineLab({
  name: 'convolutional-q',
  chapter: '3',
  title: 'Trained on 4 x 4, tried on 5 x 5',
  asks: 'Does what a convolutional Q-network has learnt on small boards hold on larger ones?',
  settings: { seeds: 3, share: 1, boards: 1000 },
  quick: { seeds: 1, share: 0.2, boards: 300 },
  flaw: { what: 'it is hardly trained', settings: { share: 0.03 } },
  async program({ seedList, share, boards }, lab) {
    const { env: id, config, totalSteps } = namedPreset('dqn', 'book-convolutional');
    const won = await lab.each('seed', seedList, async (seed) => {
      const agent = new DQN(id, { ...(config as DQNOptions), seed });
      await agent.learn({ totalSteps: Math.round(share * totalSteps!) });
      return [4, 5, 6].map((size) => {
        const larger = makeVec(id, { options: { size } });
        return boardsWon(agentFromBytes(agent.toBytes(), { env: larger }), id, boards, size).percent;
      });
    });
    const of = (i: number) => mean(won.map((each) => each[i]!));
    lab.check('won on 4 x 4 (%)', of(0), atLeast(90, { quick: 65 }));
    lab.check('won on 5 x 5 (%)', of(1), atLeast(70, { quick: 50 }));
    lab.check('won on 6 x 6 (%)', of(2), atLeast(50, { quick: 42 }));
    const chance = [4, 5, 6].map((size) => boardsWon(null, id, boards, size).percent);
    lab.tell('by chance on 4 x 4, 5 x 5, 6 x 6 (%)', chance.map((each) => each.toFixed(0)).join(', '));
  },
});
