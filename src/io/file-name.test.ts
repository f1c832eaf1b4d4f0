import { expect, it } from 'vitest';
import { fileName } from './file-name.js';

it('leaves plain ids as they are and takes apart what would be a path', () => {
  expect(fileName('CartPole-v1')).toBe('CartPole-v1');
  expect(fileName('MinAtar/Breakout-v0')).toBe('MinAtar-Breakout-v0');
  expect(fileName('../up:and\\away v0')).toBe('..-up-and-away-v0');
});
