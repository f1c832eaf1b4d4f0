// From a small room to a larger one, weights carried along.
import { atLeast, defineLab, mean } from '../index.js';
import { learnRoom, newcomer, tryRoom } from './rooms.js';

export const lab = defineLab({
  name: 'curriculum',
  chapter: '10',
  title: 'From small rooms to larger ones',
  asks: 'Is a larger room learnt better when the agent comes from a small one than from nothing, with equally many steps in all?',
  settings: {
    ...{
      seeds: 2,
      small: 'MiniGrid-DoorKey-5x5-v0',
      large: 'MiniGrid-DoorKey-6x6-v0',
      maxSteps: 400,
      view: 7,
    },
    ...{
      stage: 15_000,
      episodes: 200,
      trainFreq: 1,
      batchSize: 64,
      targetUpdateInterval: 100,
      carries: true,
    },
  },
  quick: {
    ...{ seeds: 1, small: 'MiniGrid-Empty-5x5-v0', large: 'MiniGrid-Empty-6x6-v0', maxSteps: 100, view: 3 },
    ...{ stage: 1500, episodes: 20, trainFreq: 2, batchSize: 16, targetUpdateInterval: 50 },
  },
  flaw: { what: 'nothing is carried over', settings: { carries: false } },
  async program({ seedList, small, large, maxSteps, view, stage, episodes, carries, ...config }, lab) {
    const rooms = { small: { room: small, maxSteps, view }, large: { room: large, maxSteps, view } };
    const { trainFreq, batchSize, targetUpdateInterval } = config;
    const runs = await lab.each('seed', seedList, async (seed) => {
      const change = { trainFreq, batchSize, targetUpdateInterval, seed };
      const first = await learnRoom(newcomer(rooms.small, change), rooms.small, stage);
      const grown = newcomer(rooms.large, change);
      if (carries) grown.loadWeights(first.weights());
      const before = tryRoom(grown, rooms.large, { episodes, epsilon: 0.1 });
      await learnRoom(grown, rooms.large, stage);
      const scratch = await learnRoom(newcomer(rooms.large, change), rooms.large, 2 * stage);
      return {
        small: tryRoom(first, rooms.small, { episodes, epsilon: 0.1 }),
        before,
        grown: tryRoom(grown, rooms.large, { episodes, epsilon: 0.1 }),
        scratch: tryRoom(scratch, rooms.large, { episodes, epsilon: 0.1 }),
      };
    });
    const success = (who: keyof (typeof runs)[number]) => mean(runs.map((run) => run[who].success));
    const length = (who: keyof (typeof runs)[number]) => mean(runs.map((run) => run[who].length));
    lab.check('success in the larger room, where it never was (%)', success('before'), atLeast(50));
    lab.check('success there with as many steps again (%)', success('grown'), atLeast(90));
    lab.check('more than from nothing (points)', success('grown') - success('scratch'), atLeast(0));
    lab.tell('success in the larger room from nothing (%)', success('scratch'));
    lab.tell('success in the small room (%)', success('small'));
    lab.tell(
      'steps in the larger room: curriculum, from nothing',
      `${length('grown').toFixed(0)}, ${length('scratch').toFixed(0)}`,
    );
  },
});
