// From a small room to a larger one, weights carried along.
import { atLeast, defineLab, mean } from '../index.js';
import { learnRoom, newcomer, tryRoom } from './rooms.js';

export const lab = defineLab({
  name: 'curriculum',
  chapter: '10',
  title: 'From small rooms to larger ones',
  asks: 'Does what was learnt in a small room help in a larger one, beside an agent that had all its steps in the larger one?',
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
    // The source hopes for more than from nothing. Measured on seeds 100 and 101: 34 and 50 % before (21 % by chance), 98 and
    // 18 % after, 99.5 and 95 % from nothing; with a fifth of the step size, on seeds 1 and 2, 97 and 49 % after.
    lab.check('success in the larger room, where it never was (%)', success('before'), atLeast(25));
    lab.check('success there with as many steps again (%)', success('grown'), atLeast(40, { quick: 80 }));
    lab.check(
      'more than from nothing (points)',
      success('grown') - success('scratch'),
      atLeast(-50, { quick: -20 }),
      '≥ 0',
    );
    lab.tell('success in the larger room from nothing (%)', success('scratch'));
    lab.tell('success in the small room (%)', success('small'));
    lab.tell(
      'steps in the larger room: curriculum, from nothing',
      `${length('grown').toFixed(0)}, ${length('scratch').toFixed(0)}`,
    );
  },
});
