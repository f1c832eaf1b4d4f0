// Algorithms by name, for the command line and for loading runs.
import type { z } from 'zod';
import type { Env, VectorEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';
import { A2C } from './a2c/a2c.js';
import { a2cSchema } from './a2c/config.js';
import { A3C } from './a3c/a3c.js';
import { a3cSchema } from './a3c/config.js';
import type { Agent } from './agent.js';
import { dqnSchema } from './dqn/config.js';
import { DQN } from './dqn/dqn.js';
import { ppoSchema } from './ppo/config.js';
import { PPO } from './ppo/ppo.js';
import { recurrentPpoSchema } from './recurrent-ppo/config.js';
import { RecurrentPPO } from './recurrent-ppo/recurrent-ppo.js';
import { reinforceSchema } from './reinforce/config.js';
import { Reinforce } from './reinforce/reinforce.js';

export interface AlgorithmSpec {
  /** What it is, in one line. */
  summary: string;
  /** Every hyperparameter: default and meaning. */
  schema: z.ZodObject;
  /** Sub-environments of a run for which nobody names a number; default 1. */
  numEnvs?: number;
  create(env: string | Env | VectorEnv, config: Record<string, unknown>): Agent;
}

export const algorithms: Record<string, AlgorithmSpec> = {
  dqn: {
    summary: 'Deep Q-learning with replay and a target network, optionally double (Mnih et al. 2015)',
    schema: dqnSchema,
    create: (env, config) => new DQN(env, config),
  },
  ppo: {
    summary: 'Proximal policy optimisation with the clipped objective (Schulman et al. 2017)',
    schema: ppoSchema,
    create: (env, config) => new PPO(env, config),
  },
  'recurrent-ppo': {
    summary: 'PPO whose policy remembers its episode in an LSTM or GRU',
    schema: recurrentPpoSchema,
    create: (env, config) => new RecurrentPPO(env, config),
  },
  a2c: {
    summary: 'Synchronous advantage actor-critic (Mnih et al. 2016)',
    schema: a2cSchema,
    create: (env, config) => new A2C(env, config),
  },
  a3c: {
    summary: 'Parallel advantage actor-critic: workers in threads, in turn or in step (Mnih et al. 2016)',
    schema: a3cSchema,
    numEnvs: 7,
    create: (env, config) => new A3C(env, config),
  },
  reinforce: {
    summary: 'Monte-Carlo policy gradient, optionally with a learned baseline (Williams 1992)',
    schema: reinforceSchema,
    create: (env, config) => new Reinforce(env, config),
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
