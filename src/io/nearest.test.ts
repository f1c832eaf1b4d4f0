import { expect, it } from 'vitest';
import { nearest } from './nearest.js';

const ids = ['CartPole-v0', 'CartPole-v1', 'Acrobot-v1', 'Pendulum-v1', 'FrozenLake-v1', 'FrozenLake8x8-v1'];

it.each([
  ['CartPoel-v1', 'CartPole-v1'],
  ['cartpole-v1', 'CartPole-v1'],
  ['Acrobat-v1', 'Acrobot-v1'],
  ['Pendlum-v1', 'Pendulum-v1'],
  ['FrozenLake', 'FrozenLake-v1'],
])('suggests for %s first %s', (name, expected) => {
  expect(nearest(name, ids)[0]).toBe(expected);
});

it('suggests at most three names and none that is far', () => {
  expect(nearest('a1', ['a2', 'a3', 'a4', 'a5'])).toHaveLength(3);
  expect(nearest('zebra', ids)).toEqual([]);
  expect(nearest('', ids)).toEqual([]);
  expect(nearest('lr', ['gamma', 'seed'])).toEqual([]);
});

it('leaves out far names beside a near one', () => {
  expect(nearest('CartPole-v2', ids)).toEqual(['CartPole-v0', 'CartPole-v1']);
});

it.each([
  ['lr', 'learningRate'],
  ['bs', 'batchSize'],
  ['ls', 'learning-starts'],
])('knows the initials %s', (name, expected) => {
  expect(nearest(name, ['gamma', 'learningRate', 'batchSize', 'learning-starts'])).toContain(expected);
});
