// A Q-network that relates the cells it sees, in a room with a key and a locked door.
import { agentFromBytes } from '../../agents/index.js';
import { attentionEpisode, episodeGif } from '../../report/index.js';
import { atLeast, atMost, defineLab, mean } from '../index.js';
import { enter, learnRoom, newcomer, tryRoom } from './rooms.js';

export const lab = defineLab({
  name: 'doorkey',
  chapter: '10',
  title: 'A key, a door, and relations between cells',
  asks: 'Does a double Q-network whose cells attend to one another learn to fetch the key, open the door and reach the goal?',
  settings: {
    ...{ seeds: 3, room: 'MiniGrid-DoorKey-5x5-v0', maxSteps: 400, view: 7, episodes: 200 },
    ...{ totalSteps: 15_000, trainFreq: 1, batchSize: 64, targetUpdateInterval: 100 },
  },
  // A room without a door, and a view of nine cells.
  quick: {
    ...{ seeds: 1, room: 'MiniGrid-Empty-5x5-v0', maxSteps: 100, view: 3, episodes: 20 },
    ...{ totalSteps: 3000, trainFreq: 2, batchSize: 16, targetUpdateInterval: 50 },
  },
  flaw: { what: 'it hardly learns', settings: { totalSteps: 120 } },
  async program({ seedList, room, maxSteps, view, episodes, totalSteps, ...settings }, lab) {
    const place = { room, maxSteps, view };
    const perceptron = { features: 'flatten', hiddenSizes: [128, 64] };
    const runs = await lab.each('seed', seedList, async (seed) => {
      const { trainFreq, batchSize, targetUpdateInterval } = settings;
      const config = { trainFreq, batchSize, targetUpdateInterval, seed };
      const agent = await learnRoom(newcomer(place, config), place, totalSteps);
      const other = await learnRoom(newcomer(place, { ...config, ...perceptron }), place, totalSteps);
      return {
        stumbling: tryRoom(agent, place, { episodes, epsilon: 0.1 }),
        greedy: tryRoom(agent, place, { episodes, epsilon: 0 }),
        chance: tryRoom(agent, place, { episodes, epsilon: 1 }),
        perceptron: tryRoom(other, place, { episodes, epsilon: 0.1 }),
        bytes: Array.from(agent.toBytes()),
      };
    });
    const of = (who: Exclude<keyof (typeof runs)[number], 'bytes'>, what: 'success' | 'length') =>
      mean(runs.map((run) => run[who][what]));
    lab.check(
      'success when a tenth of actions is left to chance (%)',
      of('stumbling', 'success'),
      atLeast(90),
      '≥ 94',
    );
    lab.check('steps of an episode', of('stumbling', 'length'), atMost(100));
    lab.tell('success of each seed (%)', runs.map(({ stumbling }) => stumbling.success).join(', '));
    // What remembers nothing may greedily turn in circles for ever.
    lab.tell('success of the greedy policy (%)', of('greedy', 'success'), 32);
    lab.tell('success by chance (%)', of('chance', 'success'), 47.7);
    lab.tell('success of a perceptron (%)', of('perceptron', 'success'), 100);
    const entered = enter(place);
    const agent = agentFromBytes(Uint8Array.from(runs[0]!.bytes), { env: entered });
    const episode = attentionEpisode(agent, entered, { seed: 1, maxSteps: 60 });
    lab.picture('Where its heads look', episodeGif([...episode], { width: 600 })!);
  },
});
