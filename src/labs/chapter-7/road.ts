// Learners of the crossing game: the book's distributional agent, C51 and DQN, by the book's rewards.
import { C51, DistDQN, type DistDQNOptions, DQN, namedPreset } from '../../agents/index.js';
import { loadEnv, make, SelectActions, TransformReward, vectorize } from '../../envs/index.js';

export const ROAD = 'CrossingRam-v0';
export const LEARNERS = { 'dist-dqn': DistDQN, c51: C51, dqn: DQN };

/** What C51 and DQN share: the book's exploration, a larger memory and Adam. */
const BESIDE = {
  ...{ gamma: 0.9, learningRate: 1e-3, batchSize: 32, bufferSize: 5000, learningStarts: 200, trainFreq: 1 },
  ...{ targetUpdateInterval: 100, hiddenSizes: [64] },
  ...{ explorationInitialEps: 0.2, explorationFinalEps: 0.05, explorationFraction: 1 },
};

/** @returns the trained agent, and the steps of its training that ended a crossing */
export async function learnToCross<K extends keyof typeof LEARNERS>(
  kind: K,
  steps: number,
  change: DistDQNOptions & { seed: number },
  actions: number[] = [0, 1, 2],
) {
  await loadEnv(ROAD);
  const crossings: number[] = [];
  let step = 0;
  // -1 a step, 10 for a crossing.
  const env = vectorize(
    () =>
      new TransformReward(new SelectActions(make(ROAD), actions), (reward) => {
        step++;
        if (reward > 0) crossings.push(step);
        return 11 * reward - 1;
      }),
  );
  const { config } = namedPreset('dist-dqn', 'book');
  const settings = {
    'dist-dqn': config,
    c51: { ...BESIDE, vMin: -20, vMax: 20 },
    dqn: BESIDE,
  }[kind];
  const agent = new LEARNERS[kind](env, { ...settings, ...change } as never) as InstanceType<
    (typeof LEARNERS)[K]
  >;
  await agent.learn({ totalSteps: steps });
  return { agent, crossings };
}

/** The atom of a crossing's reward, 10, and of a step's, -1. */
export const [CROSSED, STEP] = [50, 22];

/** Always up, with what the agent expects at each step: probabilities of the returns of each action. */
export function wayUp(agent: DistDQN, seed: number, steps = 90) {
  const env = make(ROAD);
  let { observation } = env.reset({ seed });
  return Array.from({ length: steps }, () => {
    const distributions = agent.distribution(observation).map(({ probabilities }) => [...probabilities]);
    const values = [...agent.qValues(observation)];
    const drawing = env.render!()!;
    const result = env.step(1);
    observation = result.observation;
    return { distributions, values, drawing, crossed: result.reward > 0 };
  });
}
