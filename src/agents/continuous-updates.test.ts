// One update of SAC, TD3 and DDPG is Stable-Baselines3's: losses and weights after each of several gradient steps.
import { describe, it } from 'vitest';
import { expectSameUpdates, type Rename, recordedSpaces, updateCase } from '../../test/sb3-updates.js';
import { DDPG } from './ddpg/ddpg.js';
import { SAC } from './sac/sac.js';
import { TD3 } from './td3/td3.js';

const settings = ({ config, net_arch: hiddenSizes }: ReturnType<typeof updateCase>) => ({
  ...{ hiddenSizes, batchSize: 32, gamma: Number(config.gamma), tau: Number(config.tau) },
  learningRate: Number(config.learning_rate),
});

/** Theirs has two last layers, for mean and deviation; ours is one. */
const joinHeads: Rename = (weights) => {
  const { ...rest } = weights;
  for (const kind of ['weight', 'bias']) {
    const [mean, deviation] = [rest[`actor.mu.${kind}`]!, rest[`actor.log_std.${kind}`]!];
    delete rest[`actor.mu.${kind}`];
    delete rest[`actor.log_std.${kind}`];
    rest[`actor.head.action_net.${kind}`] = { shape: [], data: [...mean.data, ...deviation.data] };
  }
  return rest;
};

describe('updates equal to those of Stable-Baselines3', () => {
  it('SAC that learns its temperature', () => {
    const recorded = updateCase('sac-auto');
    const agent = new SAC(recordedSpaces('continuous'), settings(recorded));
    expectSameUpdates(agent, recorded, joinHeads);
  });

  it('SAC with a fixed temperature', () => {
    const recorded = updateCase('sac-fixed');
    const agent = new SAC(recordedSpaces('continuous'), { ...settings(recorded), entCoef: 0.2 });
    expectSameUpdates(agent, recorded, joinHeads);
  });

  it('TD3', () => {
    const recorded = updateCase('td3');
    const agent = new TD3(recordedSpaces('continuous'), { ...settings(recorded), targetPolicyNoise: 0 });
    expectSameUpdates(agent, recorded, (weights) => weights);
  });

  it('DDPG', () => {
    const recorded = updateCase('ddpg');
    expectSameUpdates(
      new DDPG(recordedSpaces('continuous'), settings(recorded)),
      recorded,
      (weights) => weights,
    );
  });
});
