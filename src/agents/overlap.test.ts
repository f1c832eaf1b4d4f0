// Learning while environments step in worker threads: what is learnt from is fixed, however long either of them takes.
import { describe, expect, it } from 'vitest';
import { expectExactResume } from '../../test/agents.js';
import { makeVec, type VectorEnv } from '../envs/index.js';
import { WorkerVectorEnv } from '../parallel/index.js';
import type { PackedArray } from '../spaces/index.js';
import type { DQNOptions } from './dqn/config.js';
import { DQN } from './dqn/dqn.js';
import type { TransitionBatch } from './transition-batch.js';

const config: DQNOptions = {
  ...{ seed: 3, hiddenSizes: [16], batchSize: 8, learningStarts: 20, bufferSize: 500, logInterval: 2 },
  ...{ trainFreq: 2, gradientSteps: 2, targetUpdateInterval: 30, explorationFraction: 0.5, overlap: true },
};

/** Steps in this thread, at the first or at the last moment. */
function inHalves(numEnvs: number, late: boolean): VectorEnv {
  const env = makeVec('CartPole-v1', { numEnvs });
  let pending: PackedArray | undefined;
  env.stepAsync = (actions) => {
    if (late) pending = actions;
    else env.step(actions);
  };
  env.stepWait = () => {
    if (pending) env.step(pending);
    pending = undefined;
  };
  return env;
}

const trained = async (env: VectorEnv, options: DQNOptions = {}) =>
  (await new DQN(env, { ...config, ...options }).learn({ totalSteps: 300 })).weights();

describe('overlap', () => {
  it.each([1, 3])('does not depend on when %i environments step, worker threads or not', async (numEnvs) => {
    const first = await trained(inHalves(numEnvs, false));
    expect(await trained(inHalves(numEnvs, true))).toEqual(first);
    const workers = new WorkerVectorEnv('CartPole-v1', { numEnvs });
    expect(await trained(workers)).toEqual(first);
    workers.close();
    expect(await trained(inHalves(numEnvs, false), { overlap: false })).not.toEqual(first);
  });

  it('learns before it knows the step under way, as often as without', async () => {
    const sizes: number[] = [];
    class Watched extends DQN {
      protected override update(batch: TransitionBatch) {
        sizes.push(this.memory.size);
        return super.update(batch);
      }
    }
    const agent = new Watched(inHalves(1, true), { ...config, trainFreq: 1, gradientSteps: 1 });
    await agent.learn({ totalSteps: 30 });
    // Step t is not in the memory yet.
    expect(sizes).toEqual(Array.from({ length: 10 }, (_, i) => 20 + i));
    expect(agent.memory.size).toBe(30);
  });

  it('goes on bit for bit from a saved state', async () => {
    await expectExactResume(() => new DQN(inHalves(2, true), config), 400, 150);
  });

  it('ends the step under way when learning fails', async () => {
    const env = inHalves(1, true);
    let [begun, ended] = [0, 0];
    const { stepAsync, stepWait } = env;
    env.stepAsync = (actions) => {
      begun++;
      stepAsync!(actions);
    };
    env.stepWait = () => {
      ended++;
      stepWait!();
    };
    const onBatch = () => {
      throw new Error('no');
    };
    const agent = new DQN(env, config, { hooks: [{ onBatch }] });
    await expect(agent.learn({ totalSteps: 300 })).rejects.toThrow('no');
    expect(begun).toBeGreaterThan(0);
    expect(ended).toBe(begun);
  });

  it('is refused where environments cannot step beside the learner', async () => {
    const agent = new DQN('CartPole-v1', config);
    await expect(agent.learn({ totalSteps: 100 })).rejects.toThrow(
      /overlap: .*worker threads, got \w+; .*WorkerVectorEnv/,
    );
    // Nothing has to be stepped for predictions.
    expect(agent.predict(new Float32Array(4))).toBeLessThan(2);
  });
});
