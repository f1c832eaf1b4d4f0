// DoorKey with the settings of DQN's preset: trainings in a room and how often it is left, for the labs of this chapter.
import { DQN, type DQNOptions, namedPreset } from '../../agents/index.js';
import { type Env, make, type WrapperSpec, wrap } from '../../envs/index.js';
import '../../envs/minigrid/index.js';
import { evaluatePolicy, type Policy } from '../../evaluate/index.js';
import { keepBest } from '../index.js';

export interface Room {
  /** Id of a level. */
  room: string;
  maxSteps: number;
  /** Cells of a side of the view. */
  view: number;
}

const preset = namedPreset('dqn', 'small-relational');
const seeing = preset.wrappers!.filter(({ name }) => name !== 'RescaleReward') as WrapperSpec[];

/** The room's image alone, and only actions that the task needs. */
export const enter = ({ room, maxSteps, view }: Room): Env =>
  wrap(make(room, { maxSteps }), [{ name: 'ViewSizeWrapper', options: { agentViewSize: view } }, ...seeing]);

/** A double Q-network that knows nothing yet, with the preset's settings and what `change` says. A step costs 0.01. */
export function newcomer(place: Room, change: DQNOptions): DQN {
  const rewards = { name: 'RescaleReward', options: { factor: 1, offset: -0.01 } };
  return new DQN(wrap(enter(place), [rewards]), { ...(preset.config as DQNOptions), ...change });
}

/** Trains in a room; the agent ends with its best weights, by 30 episodes after each tenth of the training. */
export async function learnRoom(agent: DQN, place: Room, totalSteps: number): Promise<DQN> {
  const settings = { env: enter(place), every: Math.ceil(totalSteps / 10), episodes: 30, epsilon: 0.1 };
  const { evaluation, restore } = keepBest(agent, settings);
  await agent.learn({ totalSteps, callbacks: [evaluation] });
  restore();
  return agent;
}

/** Episodes that reach the goal (%), and their mean length, when a share `epsilon` of the actions is left to chance. */
export function tryRoom(policy: Policy, place: Room, chosen: { episodes: number; epsilon: number }) {
  const result = evaluatePolicy(policy, enter(place), { ...chosen, seed: 1_000_000 });
  return { success: 100 * result.successRate!, length: result.meanLength };
}
