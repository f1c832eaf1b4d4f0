// Options: ways to a hallway as single decisions, in a house of four rooms.

import type { BaseAgent, BaseConfig } from '../../agents/index.js';
import { QLearning, SmdpQLearning } from '../../agents/index.js';
import '../../envs/small-worlds/index.js';
import { atMost, defineLab, mean } from '../index.js';

export const lab = defineLab({
  name: 'options',
  chapter: '11',
  title: 'Deciding about ways instead of steps',
  asks: 'How much sooner is the goal found by an agent whose actions lead all the way to a hallway?',
  settings: { seeds: 20, hasOptions: true },
  quick: { seeds: 6 },
  flaw: { what: 'its actions are single steps too', settings: { hasOptions: false } },
  async program({ seedList, hasOptions }, lab) {
    const id = 'FourRooms-v0' as never;
    const runs = await lab.each('seed', seedList, async (seed) => ({
      steps: await firstGoal(new QLearning(id, { seed }) as never),
      options: await firstGoal(
        (hasOptions ? new SmdpQLearning(id, { seed }) : new QLearning(id, { seed })) as never,
      ),
    }));
    const [steps, options] = [mean(runs.map(({ steps }) => steps)), mean(runs.map(({ options }) => options))];
    lab.tell('steps to the first goal, by single actions', steps);
    lab.tell('by options', options);
    lab.check('options / single actions', options / steps, atMost(0.7));
  },
});

async function firstGoal(agent: BaseAgent<BaseConfig>): Promise<number> {
  let found = 0;
  const onEpisodeEnd = (
    { stop }: { stop(why: string): void },
    { step, return: total }: { step: number; return: number },
  ) => {
    if (found > 0 || total === 0) return;
    found = step;
    stop('goal');
  };
  await agent.learn({ totalSteps: 100_000, callbacks: [{ onEpisodeEnd }] });
  return found;
}
