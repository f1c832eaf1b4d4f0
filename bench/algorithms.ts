// The training section: whole algorithms in environment steps a second, and where their time goes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Contender } from './contender.js';
import { median, number, perSecond, ratio, table } from './table.js';
import type { Training } from './training.js';

export interface TrainingTask {
  name: string;
  title: string;
  algo: string;
  env: string;
  numEnvs: number;
  totalSteps: number;
  config: Record<string, unknown>;
  /** Whether to start from the project's tuned settings. */
  preset: boolean;
  /** Steps a second of Stable-Baselines3 2.2.1 with these settings (PyTorch 1.13, one thread). */
  peer?: number;
}

/** Hyperparameters of RL Baselines3 Zoo; the peers' speeds were measured with them. */
const ZOO_DQN = {
  ...{
    learningRate: 2.3e-3,
    batchSize: 64,
    bufferSize: 100_000,
    learningStarts: 1000,
    targetUpdateInterval: 10,
  },
  ...{
    trainFreq: 256,
    gradientSteps: 128,
    explorationFraction: 0.16,
    explorationFinalEps: 0.04,
    hiddenSizes: [256, 256],
  },
};
const ZOO_PPO = {
  ...{ nSteps: 32, batchSize: 256, gaeLambda: 0.8, gamma: 0.98, nEpochs: 20 },
  ...{ learningRate: 'linear:1e-3:0', clipRange: 'linear:0.2:0' },
};
const ZOO_PPO_PENDULUM = {
  ...{ nSteps: 1024, gaeLambda: 0.95, gamma: 0.9, nEpochs: 10, learningRate: 1e-3, clipRange: 0.2 },
  ...{ actionStd: 'sde', sdeSampleFreq: 4 },
};
const ZOO_A2C_PENDULUM = {
  ...{ nSteps: 8, gaeLambda: 0.9, gamma: 0.9, vfCoef: 0.4, maxGradNorm: 0.5, learningRate: 'linear:7e-4:0' },
  ...{ actionStd: 'sde', logStdInit: -2, orthoInit: false },
};

/** Idle figures on the kind of machine this project was measured on; PPO Pendulum on a loaded one, per CPU second. */
export const algorithms: TrainingTask[] = [
  {
    name: 'dqn',
    title: 'DQN CartPole-v1, settings of `npm start`',
    algo: 'dqn',
    env: 'CartPole-v1',
    numEnvs: 1,
    totalSteps: 30_000,
    config: {},
    preset: true,
  },
  {
    name: 'dqn-zoo',
    title: 'DQN CartPole-v1, zoo (256-256, 128 steps of 64 every 256)',
    algo: 'dqn',
    env: 'CartPole-v1',
    numEnvs: 1,
    totalSteps: 20_000,
    config: ZOO_DQN,
    preset: false,
    peer: 1270,
  },
  {
    name: 'ppo',
    title: 'PPO CartPole-v1, zoo (8 environments, 20 epochs)',
    algo: 'ppo',
    env: 'CartPole-v1',
    numEnvs: 8,
    totalSteps: 100_000,
    config: ZOO_PPO,
    preset: false,
    peer: 5706,
  },
  {
    name: 'a2c',
    title: 'A2C CartPole-v1, 8 environments',
    algo: 'a2c',
    env: 'CartPole-v1',
    numEnvs: 8,
    totalSteps: 100_000,
    config: {},
    preset: false,
    peer: 12_740,
  },
  {
    name: 'ppo-pendulum',
    title: 'PPO Pendulum-v1, zoo (4 environments, gSDE)',
    algo: 'ppo',
    env: 'Pendulum-v1',
    numEnvs: 4,
    totalSteps: 32_768,
    config: ZOO_PPO_PENDULUM,
    preset: false,
    peer: 2200,
  },
  {
    name: 'a2c-pendulum',
    title: 'A2C Pendulum-v1, zoo (8 environments, gSDE)',
    algo: 'a2c',
    env: 'Pendulum-v1',
    numEnvs: 8,
    totalSteps: 50_000,
    config: ZOO_A2C_PENDULUM,
    preset: false,
  },
];

interface Options {
  only: string[] | null;
  rounds: number;
  quick: boolean;
}

/** Runs the section and answers its Markdown. Every run has a process of its own and is timed from its first step. */
export async function algorithmSection({ only, rounds, quick }: Options): Promise<string> {
  const chosen = algorithms.filter(({ name }) => !only || only.includes(name));
  if (chosen.length === 0) return '';
  const native = existsSync(join(process.cwd(), 'native', 'build', 'Release', 'gemm.node'));
  const rows: string[][] = [];
  for (const task of chosen) {
    process.stderr.write(`${task.title}\n`);
    const [ours, fast]: Training[][] = [[], []];
    for (let seed = 0; seed < Math.min(rounds, 3); seed++) {
      ours.push(await train(task, seed, quick, '0'));
      if (native) fast.push(await train(task, seed, quick, '1'));
    }
    const speed = median(ours.map((run) => run.stepsPerSecond));
    const [environment, update, rest] = shares(ours);
    const solved = ours.flatMap((run) => run.solvedAfter ?? []);
    rows.push([
      task.title,
      perSecond(speed),
      ...(native ? [perSecond(median(fast.map((run) => run.stepsPerSecond)))] : []),
      task.peer ? perSecond(task.peer) : '–',
      task.peer ? `**${ratio(speed, task.peer)}**` : '–',
      environment,
      rest,
      update,
      solved.length > 0 ? `${number(median(solved))} s (${solved.length} of ${ours.length})` : '–',
    ]);
  }
  const header = [
    'training',
    'steps/s',
    ...(native ? ['native'] : []),
    'SB3',
    'ratio',
    'environment',
    'policy, storing',
    'update',
    'solved after',
  ];
  const note =
    'Environment steps a second of whole runs, one thread, FMA kernels, each run in a fresh process (so compilation by ' +
    'the JavaScript engine is in it), median over seeds. *Solved*: the mean return of the last 100 training episodes ' +
    'reaches 475. SB3: Stable-Baselines3 2.2.1 with PyTorch 1.13 and the same settings, measured once on an idle ' +
    'machine of this kind (PPO Pendulum: per CPU second of a loaded one).';
  return `${note}\n\n${table(header, rows)}`;
}

async function train(task: TrainingTask, seed: number, quick: boolean, native: string): Promise<Training> {
  const process_ = new Contender({
    id: task.name,
    title: task.title,
    command: [process.execPath, fileURLToPath(new URL('training.js', import.meta.url))],
    env: { TRAINYARD_BACKEND: 'wasm', TRAINYARD_FMA: '1', TRAINYARD_THREADS: '1', TRAINYARD_NATIVE: native },
  });
  try {
    return await process_.ask<Training>({
      task,
      seed,
      totalSteps: quick ? task.totalSteps / 4 : task.totalSteps,
    });
  } finally {
    process_.close();
  }
}

function shares(runs: Training[]): [string, string, string] {
  const percent = (part: (run: Training) => number) => `${Math.round(100 * median(runs.map(part)))} %`;
  return [
    percent((run) => run.environment),
    percent((run) => run.update),
    percent((run) => 1 - run.environment - run.update),
  ];
}
