// A Q-network with a memory, where what counts was seen long ago.
import { DQN, type DQNOptions, DRQN, type DRQNOptions, presetFor } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, atMost, defineLab, mean } from '../index.js';

const id = 'CueMemory-v0';

export const lab = defineLab({
  name: 'recurrent-q',
  chapter: '8',
  title: 'A Q-network that remembers',
  asks: 'Does a recurrent layer help where what to do was told at the beginning, and cannot be seen any more?',
  settings: { seeds: 3, share: 1, sequenceLength: 16 },
  quick: { seeds: 1, share: 0.25 },
  flaw: {
    what: 'it learns from single steps, with a memory that says nothing',
    settings: { sequenceLength: 1 },
  },
  async program({ seedList, share, sequenceLength }, lab) {
    const { config, numEnvs, totalSteps } = presetFor('drqn', id)!;
    const { cell: _, memorySize: __, ...plain } = config as DRQNOptions;
    const score = async (agent: DQN | DRQN) => {
      await agent.learn({ totalSteps: Math.round(share * totalSteps!) });
      return evaluatePolicy(agent, id, { episodes: 200, seed: 1_000_000 }).mean;
    };
    const runs = await lab.each('seed', seedList, async (seed) => {
      const envs = () => makeVec(id, { numEnvs });
      return {
        recurrent: await score(new DRQN(envs(), { ...(config as DRQNOptions), sequenceLength, seed })),
        plain: await score(new DQN(envs(), { ...(plain as DQNOptions), seed })),
      };
    });
    lab.check(
      'return with a memory, worst seed',
      Math.min(...runs.map((run) => run.recurrent)),
      atLeast(0.9),
    );
    lab.check('without', Math.abs(mean(runs.map((run) => run.plain))), atMost(0.4));
  },
});
