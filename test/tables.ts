// Learners with tables by their names.
import { type Agent, algorithm, type TableAgent } from '../src/agents/index.js';

export const CONTROL = ['q-learning', 'double-q-learning', 'sarsa', 'expected-sarsa', 'monte-carlo'];

export const createTable = (id: string, env: unknown, config: object = {}) =>
  algorithm(id).create(env as never, config as never) as TableAgent<never> & Agent;
