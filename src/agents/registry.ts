// Algorithms by name, for the command line and for loading runs.
import type { z } from 'zod';
import type { Env, VectorEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';
import type { Agent } from './agent.js';
import { DQN } from './dqn/dqn.js';
import { dqnSchema } from './dqn/config.js';

export interface AlgorithmSpec {
  /** What it is, in one line. */
  summary: string;
  /** Every hyperparameter: default and meaning. */
  schema: z.ZodObject;
  create(env: string | Env | VectorEnv, config: Record<string, unknown>): Agent;
}

export const algorithms: Record<string, AlgorithmSpec> = {
  dqn: {
    summary: 'Deep Q-learning with replay and a target network, optionally double (Mnih et al. 2015)',
    schema: dqnSchema,
    create: (env, config) => new DQN(env, config),
  },
};

/** The algorithm called `name`; an unknown one is an error that suggests the nearest names. */
export function algorithm(name: string): AlgorithmSpec {
  const spec = algorithms[name];
  if (spec) return spec;
  const near = nearest(name, Object.keys(algorithms));
  throw new UserError(
    `Unknown algorithm "${name}"${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''} Known: ${Object.keys(algorithms).join(', ')}.`,
  );
}
