// Opens the folder of a run: imports the modules it needs, computes with its kernels, makes its environments and agent.
import { resolve } from 'node:path';
import type { Agent } from '../agents/agent.js';
import { asVectorEnv, loadEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import type { Dataset } from '../memory/index.js';
import { backend } from '../tensor/index.js';
import { requireSameDataset } from './dataset-digest.js';
import { readDataset } from './dataset-file.js';
import { chooseKernels, continueWithKernels, type RunBackend } from './kernels.js';
import { importModules, moduleOfRun } from './modules.js';
import { restoreWeights } from './restore.js';
import { makeAgent, type RunConfig } from './run-config.js';
import { type EnvFactory, type RunEnvs, runEnvs } from './run-env.js';
import { RunFolder } from './run-folder.js';
import { signImports, trustedImports } from './trusted-imports.js';

/** What it takes to open a run beside its folder. */
export interface OpenOptions {
  /** The environment of a run that a program made with one of its own: a function that makes it, or the id it has got. */
  env?: string | EnvFactory;
  /** Modules to import instead of those that the run names: paths from the current folder, or packages. */
  imports?: readonly string[];
  /** Import the modules that the run names although somebody else started it. */
  allowImports?: boolean;
  /** Kernels to compute with instead of those of the run; results then differ in their last bits. */
  backend?: RunBackend;
  /** Hears of things worth knowing that are no errors. */
  onWarning?: (message: string) => void;
}

export const OPEN_OPTIONS = ['env', 'imports', 'allowImports', 'backend', 'onWarning'];

export interface OpenRun {
  folder: RunFolder;
  /** As it stands in the folder, with what the caller knows better. */
  config: RunConfig;
  envs: RunEnvs;
  /** A new agent, without weights. @param options.learns with the run's dataset, if it has one */
  makeAgent(options?: { learns: boolean }): Agent;
}

/**
 * @param onOtherKernels Hears why the kernels of the run do not run here, so that others would take their place.
 * @throws {UserError} when the folder is no run, or something it needs is not there or not trusted.
 */
export async function openRun(
  folder: RunFolder,
  options: OpenOptions,
  onOtherKernels = (why: string) =>
    options.onWarning?.(`${why} It goes on with '${backend()}': results differ in their last bits.`),
): Promise<OpenRun> {
  const { path } = folder;
  const given = options.imports;
  const stored = folder.config;
  const config: RunConfig = {
    ...stored,
    env: environmentOf(stored, options.env),
    imports: given ? given.map((name) => moduleOfRun(name, path)) : stored.imports,
  };
  const trust = { allow: options.allowImports === true || given !== undefined };
  const imported = await importModules(trustedImports(path, config.imports, trust), path);
  useKernels(config, options.backend, onOtherKernels);
  const factory = typeof options.env === 'function' ? options.env : undefined;
  if (!config.env.program) await loadEnv(config.env.id);
  const envs = runEnvs(config.env, factory, imported);
  return {
    folder,
    config,
    envs,
    makeAgent: ({ learns } = { learns: false }) =>
      makeAgent(config, factory, imported, learns ? datasetOf(config, path, envs) : undefined),
  };
}

/** The transitions that the run learns from. */
function datasetOf(config: RunConfig, path: string, envs: RunEnvs): Dataset | undefined {
  if (config.dataset === undefined) return undefined;
  const env = asVectorEnv(envs.stage());
  env.close();
  const file = resolve(path, config.dataset);
  const dataset = readDataset(file, env);
  requireSameDataset(dataset, config.datasetSha256, file);
  return dataset;
}

/** Computes with the kernels that are asked for, else with those of the run where they run, and writes down which. */
function useKernels(config: RunConfig, wanted: RunBackend | undefined, onOther: (why: string) => void): void {
  if (wanted !== undefined) {
    chooseKernels(wanted);
    config.backend = backend();
    return;
  }
  const problem = continueWithKernels(config.backend);
  if (problem !== undefined)
    onOther(`This run was computed with the '${config.backend}' kernels. ${problem}`);
}

/** The environment of a program may have got an id since; any other is what the run says. */
function environmentOf({ env }: RunConfig, given: OpenOptions['env']): RunConfig['env'] {
  if (given === undefined || (env.program && typeof given === 'function')) return env;
  if (!env.program) {
    throw new UserError(`This run has its environment, ${env.id}; it cannot be opened with another.`);
  }
  const { program: _, ...rest } = env;
  return { ...rest, id: given as string };
}

/** Keeps what the caller knew better than the folder, for the next time. */
export function keepConfig(folder: RunFolder, config: RunConfig): void {
  folder.saveConfig(config);
  signImports(folder.path, config.imports);
}

export interface LoadOptions extends OpenOptions {
  /** The best weights where an evaluation found any (default), or the last ones. */
  weights?: 'best' | 'last';
}

export interface LoadedRun extends OpenRun {
  agent: Agent;
  /** Of which weights. */
  kind: 'best' | 'last';
  /** Environment steps taken when they were saved. */
  step: number;
}

/**
 * The trained agent of a run, with the best weights or the last ones.
 *
 * @throws {UserError} when the folder is no run, holds no usable checkpoint, or needs what is not there.
 *
 * @example
 * const { agent } = await loadRun('runs/cartpole');
 * agent.predict(observation);
 */
export async function loadRun(path: string, options: LoadOptions = {}): Promise<LoadedRun> {
  requireKnown('loadRun()', options, [...OPEN_OPTIONS, 'weights']);
  const folder = RunFolder.open(path);
  const { checkpoint, kind } = folder.result(options.weights ?? 'best', options.onWarning);
  const run = await openRun(folder, options);
  const agent = run.makeAgent();
  restoreWeights(agent, checkpoint);
  return { ...run, agent, kind, step: checkpoint.step };
}
