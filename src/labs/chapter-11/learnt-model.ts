// A model of the world, learnt, and plans made in it.
import { Lookahead, type LookaheadOptions, presetFor } from '../../agents/index.js';
import { Gridworld, makeVec } from '../../envs/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { Generator } from '../../random/index.js';
import { atLeast, atMost, defineLab } from '../index.js';

export const lab = defineLab({
  name: 'learnt-model',
  chapter: '11',
  title: 'Planning in an imagined Gridworld',
  asks: 'Does a network learn what moves do, well enough to look several of them ahead?',
  settings: { steps: 1500, walks: 150, learns: true },
  flaw: { what: 'the model is not trained', settings: { learns: false } },
  async program({ seedList, steps, walks, learns }, lab) {
    const { config } = presetFor('lookahead', 'Gridworld-v0')!;
    const agent = new Lookahead('Gridworld-v0', { ...(config as LookaheadOptions), seed: seedList[0]! });
    if (learns) await agent.learn({ totalSteps: steps });
    const [rng, env] = [new Generator(3), new Gridworld()];
    const [right, tried] = [new Float64Array(5), new Float64Array(5)];
    for (let walk = 0; walk < walks; walk++) {
      let imagined = Float32Array.from(env.reset({ seed: walk }).observation);
      for (let k = 0; k < 5; k++) {
        const action = rng.integers(0, 4);
        imagined = agent.imagine(imagined, [action], 1).next;
        const { observation, terminated } = env.step(action);
        tried[k]!++;
        if (imagined.every((value, i) => value === observation[i])) right[k]!++;
        if (terminated) break;
      }
    }
    lab.check('one step foreseen rightly', right[0]! / tried[0]!, atLeast(0.99));
    lab.check('five steps', right[4]! / tried[4]!, atLeast(0.95));
    const { lengths } = evaluatePolicy(agent, makeVec('Gridworld-v0', { numEnvs: 1 }), {
      episodes: 1,
      seed: 7,
    });
    lab.check('moves to the goal', lengths[0]!, atMost(8));
  },
});
