// How many boards an agent wins.
import type { Agent } from '../../agents/index.js';
import { make } from '../../envs/index.js';

/**
 * Boards that the greedy policy wins within four moves per cell of a side, from seeds that no training uses.
 *
 * @param agent null: every move by chance
 * @returns their share of all in percent, and the moves that each took
 */
export function boardsWon(agent: Agent | null, id: string, boards: number, size = 4) {
  const env = make(id, { size });
  const moves: number[] = [];
  for (let board = 0; board < boards; board++) {
    let { observation } = env.reset({ seed: 1_000_000 + board });
    for (let move = 1; move <= 4 * size; move++) {
      const action = agent ? agent.predict(observation) : env.actionSpace.sample();
      const step = env.step(action as never);
      observation = step.observation as never;
      if (step.terminated && step.reward > 0) moves.push(move);
      if (step.terminated) break;
    }
  }
  return { percent: (100 * moves.length) / boards, moves };
}
