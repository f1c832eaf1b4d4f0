// One member of a population for one generation: it begins with what its parent was at the end of the one before.
import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import { partialPath } from '../io/files.js';
import { requireSameRun, type SeedJob, trainSeed } from '../results/seed-run.js';
import { CheckpointStore, prepareRun, RunFolder } from '../train/index.js';
import { finalValue, mean, type Objective } from './objective.js';
import { evaluationsOf, rememberedValue, stopAt } from './trial-run.js';

/** Plain data, so that a thread can take it. */
export interface MemberJob {
  run: SeedJob;
  objective: Objective;
  /** How far of the budget to train. */
  share: number;
  /** Run folder of its parent; absent in the first generation. */
  parent?: string;
  /** Of hyperparameters that are others than the parent's: it takes over from another member. */
  changes?: Record<string, unknown>;
}

/** Trains to the end of the generation. @returns the mean of its evaluations; at the end of the budget, the objective */
export async function advanceMember({ run, objective, share, parent, changes }: MemberJob): Promise<number> {
  const { out } = run.options;
  if (parent === undefined) await requireSameRun(run);
  else if (!fs.existsSync(join(out, 'config.json'))) await inherit(run, parent, changes);
  return rememberedValue(out, share, async () => {
    const result = await trainSeed(run, share < 1 ? [stopAt(share)] : []);
    if (share === 1) return finalValue(objective, result!);
    const before = parent === undefined ? 0 : evaluationsOf(parent).length;
    return mean(
      evaluationsOf(out)
        .map(({ value }) => value)
        .slice(before),
    );
  });
}

/** What stays behind: locks, and values of earlier generations. */
const LEFT = /^(rung-.*\.json|result\.json|evaluation\.json|run\.lock.*|\.partial-.*)$/;

/**
 * Copies the run of the parent: all of it when the member goes on by itself. Who takes over from another has that one's
 * weights, optimisers, memory and logs, and its own hyperparameters, environments and random numbers.
 */
async function inherit({ options }: SeedJob, parent: string, changes: MemberJob['changes']): Promise<void> {
  const { out } = options;
  const partial = partialPath(out);
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true });
  fs.cpSync(parent, partial, { recursive: true, filter: (path) => !LEFT.test(basename(path)) });
  if (changes) {
    const { agent, config } = await prepareRun(options);
    const store = new CheckpointStore(join(partial, 'checkpoints'));
    const checkpoint = store.latest()!;
    const { meta, arrays } = checkpoint.state;
    agent.loadWeights(checkpoint.weights);
    // Without its state an environment begins new episodes.
    agent.loadState({ meta: { ...meta, env: null }, arrays, owned: true });
    agent.reseed?.(options.seed);
    agent.setConfig(changes);
    for (const step of store.steps()) fs.rmSync(store.path(step), { recursive: true });
    store.write({ ...checkpoint, weights: agent.weights(), state: agent.saveState() });
    agent.env?.close();
    RunFolder.open(partial).saveConfig(config);
  }
  fs.renameSync(partial, out);
}
