// A Worker of a page: trains an agent, evaluates it, and sends it back as bytes.
import { type Agent, agentFromBytes, DQN, ES, evaluatePolicy, PPO } from '../../src/index.js';
import { observations } from './observations.js';

export type Request = { train: 'dqn' | 'ppo' | 'es' } | { load: Uint8Array };

export interface Answer {
  bytes: Uint8Array;
  actions: unknown[];
  /** Mean return of five greedy episodes. */
  mean: number;
  episodes: number;
  steps: number;
}

const makers = {
  dqn: () => new DQN('CartPole-v1', { seed: 1, learningStarts: 100, learningRate: 1e-3, trainFreq: 1 }),
  ppo: () => new PPO('CartPole-v1', { seed: 1, nSteps: 128, nEpochs: 4 }),
  es: () => new ES('CartPole-v1', { seed: 1, populationSize: 10 }),
};

async function answer(request: Request): Promise<Answer> {
  let episodes = 0;
  let agent: Agent;
  if ('load' in request) agent = agentFromBytes(request.load);
  else {
    agent = makers[request.train]();
    await agent.learn({ totalSteps: 1_024, callbacks: [{ onEpisodeEnd: () => void episodes++ }] });
  }
  const { mean } = evaluatePolicy(agent, 'CartPole-v1', { episodes: 5, seed: 1 });
  const actions = observations.map((observation) => agent.predict(observation));
  return { bytes: agent.toBytes(), actions, mean, episodes, steps: agent.numTimesteps };
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    self.postMessage(await answer(data));
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
