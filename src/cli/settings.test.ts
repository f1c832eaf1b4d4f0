import { describe, expect, it } from 'vitest';
import { environmentOptions, hyperparameters } from './settings.js';

describe('settings of the command line', () => {
  it('reads hyperparameters as their schema wants them', () => {
    const texts = {
      hiddenSizes: '64',
      doubleQ: 'yes',
      learningRate: 'linear:1e-3:0',
      gamma: '0.9',
      seed: '3',
    };
    expect(hyperparameters('dqn', texts)).toEqual({
      hiddenSizes: [64],
      doubleQ: true,
      learningRate: 'linear:1e-3:0',
      gamma: 0.9,
      seed: 3,
    });
    expect(hyperparameters('dqn', { doubleQ: 'Off', hiddenSizes: '64,32', optimizer: 'sgd' })).toEqual({
      doubleQ: false,
      hiddenSizes: [64, 32],
      optimizer: 'sgd',
    });
    expect(hyperparameters('dqn', { gamma: 'much' })).toEqual({ gamma: 'much' });
    expect(() => hyperparameters('dqn', { lr: '1' })).toThrow(/did you mean learningRate\?/);
    expect(() => hyperparameters('dqn', { xyzzy: '1' })).toThrow(/of dqn\. 'trainyard list algos dqn'/);
  });

  it('reads options of environments as values of the type of their defaults', () => {
    for (const word of ['False', 'false', 'no', 'off'])
      expect(environmentOptions('FrozenLake-v1', { isSlippery: word })).toEqual({ isSlippery: false });
    expect(environmentOptions('FrozenLake-v1', { mapName: '8x8', desc: '["SG"]' })).toEqual({
      mapName: '8x8',
      desc: ['SG'],
    });
    expect(environmentOptions('Pendulum-v1', { g: '9.81' })).toEqual({ g: 9.81 });
    expect(environmentOptions('Pendulum-v1', { g: 'heavy', other: '1' })).toEqual({ g: 'heavy', other: 1 });
  });
});
