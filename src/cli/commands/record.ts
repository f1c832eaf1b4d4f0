// trainyard record <run|env>
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type Agent, algorithm } from '../../agents/index.js';
import { loadEnv, makeVec, type VectorEnv } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import {
  formatScore,
  importModules,
  loadRun,
  RunFolder,
  recordDataset,
  writeDataset,
} from '../../train/index.js';
import { addOpenOptions, type OpenFlags, openOptions } from '../opening.js';
import { bold, group, print } from '../print.js';
import { environmentOptions } from '../settings.js';
import { keyValue, wholeNumber } from '../values.js';

interface RecordFlags extends OpenFlags {
  out: string;
  steps: number;
  algo?: string;
  seed: number;
  envSet?: Record<string, string>;
  last?: boolean;
  deterministic?: boolean;
}

export function addRecord(program: Command): void {
  const command = program
    .command('record')
    .summary('record transitions of an agent as a dataset')
    .description(
      'Plays the agent of a run, or an untrained one in an environment, and writes what happens as a dataset: see train --dataset.',
    )
    .argument('<run|env>', 'run folder, or environment id')
    .requiredOption('-o, --out <file>', 'the dataset, a safetensors file')
    .option('-n, --steps <n>', 'transitions', wholeNumber(1), 100_000)
    .option('-a, --algo <name>', 'who acts in an environment given by its id (default: random)')
    .option('-s, --seed <n>', 'seed of the episodes and of the policy', wholeNumber(0), 0)
    .option('--env-set <key=value>', 'an option of the environment given by its id; repeatable', keyValue)
    .option('--last', 'the last weights of the run, not the best')
    .option('--deterministic', 'act greedily instead of sampling the policy');
  addOpenOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard record runs/cartpole --steps 50_000 --out expert.safetensors
  $ trainyard record CartPole-v1 --algo random --steps 10_000 --out random.safetensors
  $ trainyard train CartPole-v1 --algo bc --dataset expert.safetensors`,
    )
    .action(record);
}

async function record(what: string, flags: RecordFlags): Promise<void> {
  const { out, steps, seed, deterministic = false } = flags;
  const { agent, env, policy } = existsSync(what) ? await ofRun(what, flags) : await ofEnv(what, flags);
  const dataset = recordDataset(agent, env, { steps, seed, deterministic, policy });
  env.close();
  agent.env?.close();
  writeDataset(out, dataset);
  const returns = dataset.returns();
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const std = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / returns.length);
  print(
    `${group(dataset.size)} transitions of ${policy} in ${out}, ` +
      (returns.length === 0
        ? 'no whole episode among them'
        : `${group(returns.length)} whole episodes, mean return ${bold(formatScore({ mean, std }))}`),
  );
}

interface Player {
  agent: Agent;
  env: VectorEnv;
  policy: string;
}

async function ofRun(path: string, flags: RecordFlags): Promise<Player> {
  if (flags.algo || flags.envSet)
    throw new UserError(
      '--algo and --env-set belong to an environment; a run has its own agent and environment.',
    );
  const { program } = RunFolder.open(path).config.env;
  if (program)
    throw new UserError(
      'This run was made by a program with an environment of its own: record it there, with recordDataset().',
    );
  const { agent, config, envs, kind } = await loadRun(path, {
    ...openOptions(flags),
    weights: flags.last ? 'last' : 'best',
  });
  return { agent, env: envs.makeEvaluation(1), policy: `${config.algo} of ${path} (${kind} weights)` };
}

async function ofEnv(id: string, flags: RecordFlags): Promise<Player> {
  if (flags.last) throw new UserError('--last belongs to a run.');
  if (flags.import) await importModules(flags.import);
  const { algo = 'random', seed } = flags;
  await loadEnv(id);
  const options = environmentOptions(id, flags.envSet);
  const env = makeVec(id, { options });
  return {
    agent: algorithm(algo).create(makeVec(id, { options }), { seed }),
    env,
    policy: `${algo}, untrained`,
  };
}
