// One task after the other, each begun with the weights that the one before ended with.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { presetFor } from '../agents/index.js';
import { UserError } from '../io/errors.js';
import { resume, type TrainOptions, train } from './run.js';
import { type FinalEvaluation, RunFolder } from './run-folder.js';

export interface CurriculumOptions extends Omit<TrainOptions, 'env' | 'out' | 'from'> {
  /** Environments in their order, with equal spaces. */
  envs: readonly string[];
  /** Environment steps of each; left out: those of `totalSteps`, or of the preset. */
  steps?: readonly number[];
  /** Folder that gets a run per task: `1-<env>`, `2-<env>`, … What is there already is gone on with. */
  out: string;
  /** Hears of every task that is finished. */
  onStage?: (folder: string, env: string, evaluation: FinalEvaluation) => void;
}

/**
 * Trains on one environment after the other with the same algorithm; each run is a whole run of its own (`train --from`), so
 * optimiser and replay memory begin anew. Called again it goes on where it was.
 * The settings of the first task's preset hold for all of them unless others are given.
 *
 * @returns the folders of the runs
 * @throws {UserError} when spaces or networks differ between tasks, or steps do not fit environments.
 * @example
 * await curriculum({ envs: ['MiniGrid-DoorKey-5x5-v0', 'MiniGrid-DoorKey-6x6-v0'], algo: 'ppo', out: 'runs/doors' });
 */
export async function curriculum(options: CurriculumOptions): Promise<string[]> {
  const { envs, steps, out, onStage, ...shared } = options;
  if (envs.length === 0) throw new UserError('A curriculum needs environments.');
  if (steps && steps.length !== envs.length)
    throw new UserError(
      `A curriculum of ${envs.length} environments needs as many steps, got ${steps.length}.`,
    );
  // One set of networks has to fit all tasks.
  const preset = shared.preset ?? presetFor(shared.algo ?? 'dqn', envs[0]!) ?? false;
  const folders = envs.map((env, i) => join(out, `${i + 1}-${env}`));
  for (const [i, env] of envs.entries()) {
    const folder = folders[i]!;
    if (!existsSync(join(folder, 'config.json'))) {
      const own = { env, out: folder, ...(i > 0 && { from: folders[i - 1]! }) };
      const { agent, finished } = await train({
        ...shared,
        preset,
        ...own,
        ...(steps && { totalSteps: steps[i]! }),
      });
      agent.env?.close();
      if (!finished) return folders.slice(0, i + 1);
    } else if (!RunFolder.open(folder).evaluation) {
      const { agent, finished } = await resume(folder, { finalEpisodes: shared.finalEpisodes });
      agent.env?.close();
      if (!finished) return folders.slice(0, i + 1);
    }
    const { evaluation } = RunFolder.open(folder);
    if (evaluation) onStage?.(folder, env, evaluation);
  }
  return folders;
}
