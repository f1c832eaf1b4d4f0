// Population-based training (Jaderberg et al. 2017): members train side by side; after each generation those at the bottom
// take over from those at the top, with other hyperparameters.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../io/errors.js';
import { ensureFolder } from '../io/files.js';
import { Generator, SeedSequence } from '../random/index.js';
import { dimensionsOf, type Params, paramsAt, settingsOf } from './dimensions.js';
import { explored } from './explore.js';
import type { SamplerMethod } from './methods.js';
import { makeSampler } from './samplers/index.js';
import type { Generation, TrialRecord } from './settings.js';
import type { StudyRun } from './study.js';
import { trialOptions } from './trial-options.js';

type PbtOptions = Extract<SamplerMethod, { name: 'pbt' }>['options'];

export async function runPopulation(study: StudyRun): Promise<void> {
  const { folder } = study;
  const { settings } = folder;
  const { options } = settings.sampler as Extract<SamplerMethod, { name: 'pbt' }>;
  if (folder.trials.length === settings.trials) return;
  let next = beginning(study);
  for (let g = 0; g < options.generations; g++) {
    const known = folder.generations[g];
    const generation = known ?? (await train(study, g, next, options.generations));
    if (!known) {
      folder.addGeneration(generation);
      study.onGeneration?.(generation, g);
    }
    removeBefore(folder.path, g);
    if (generation.values.every((value) => value === null)) throw nobodyLeft(generation);
    next = successors(study, generation, g, options);
  }
  const { params, values, reasons } = folder.generations.at(-1)!;
  for (const [trial, value] of values.entries()) {
    if (folder.trial(trial)) continue;
    const reports = folder.generations.flatMap((each) => each.values[trial] ?? []);
    const record: TrialRecord = {
      ...{ trial, params: params[trial]!, reports, share: 1 },
      ...(value === null
        ? { status: 'failed', seeds: [], reason: reasons[trial] ?? '' }
        : { status: 'complete', value, seeds: [value] }),
    };
    folder.add(record);
    study.onTrial(record);
  }
}

type Plan = Pick<Generation, 'params' | 'parents'>;

/** Members begin with hyperparameters drawn at random. */
function beginning({ folder: { settings } }: StudyRun): Plan {
  const dimensions = dimensionsOf(settings.space);
  const sampler = makeSampler(settings);
  const members = [...Array(settings.trials).keys()];
  return {
    params: members.map((member) => paramsAt(dimensions, sampler.suggest(member, []))),
    parents: members,
  };
}

/** Those at the bottom, and those that failed, take over from members at the top. */
function successors(
  { folder: { settings } }: StudyRun,
  generation: Generation,
  g: number,
  options: PbtOptions,
): Plan {
  const dimensions = dimensionsOf(settings.space);
  const { values, params } = generation;
  const alive = [...values.keys()].filter((member) => values[member] !== null);
  const order = alive.sort((a, b) => values[b]! - values[a]! || a - b);
  const count = Math.min(
    Math.max(1, Math.floor(options.truncation * values.length)),
    Math.floor(values.length / 2),
  );
  const top = order.slice(0, Math.max(count, 1));
  const stay = order.slice(0, Math.max(values.length - count, 1));
  const plan: Plan = { params: [], parents: [] };
  for (const member of values.keys()) {
    const rng = new Generator(new SeedSequence(settings.seed, [g, member]));
    const parent = stay.includes(member) ? member : top[rng.integers(0, top.length)]!;
    plan.parents.push(parent);
    plan.params.push(
      parent === member ? params[member]! : explored(dimensions, params[parent]!, options, rng),
    );
  }
  return plan;
}

async function train(
  study: StudyRun,
  g: number,
  { params, parents }: Plan,
  generations: number,
): Promise<Generation> {
  const { folder, runner, run, env } = study;
  const settings = { ...folder.settings, run };
  const { seed, trials, objective, finalEpisodes, space } = settings;
  const place = (at: number, member: number) =>
    join(folder.path, `generation-${at}`, `member-${String(member).padStart(3, '0')}`);
  ensureFolder(join(folder.path, `generation-${g}`));
  const results = await Promise.allSettled(
    params.map((own: Params, member) => {
      const takesOver = parents[member] !== member;
      // Who takes over draws numbers that nobody has drawn.
      const ownSeed = seed + member + (takesOver ? g * trials : 0);
      return runner.run('advanceMember', {
        run: {
          options: trialOptions(settings, env, own, ownSeed, place(g, member)),
          episodes: finalEpisodes,
        },
        objective,
        share: g === generations - 1 ? 1 : (g + 1) / generations,
        ...(g > 0 && { parent: place(g - 1, parents[member]!) }),
        ...(takesOver && { changes: settingsOf(space, own) }),
      });
    }),
  );
  return {
    params: [...params],
    parents: [...parents],
    values: results.map((result) => (result.status === 'fulfilled' ? result.value : null)),
    reasons: results.map((result) => (result.status === 'fulfilled' ? null : String(result.reason?.message))),
  };
}

/** A generation needs the one before it only. */
function removeBefore(path: string, g: number): void {
  for (const name of existsSync(path) ? readdirSync(path) : []) {
    const [, number] = /^generation-(\d+)$/.exec(name) ?? [];
    if (number !== undefined && Number(number) < g)
      rmSync(join(path, name), { recursive: true, force: true });
  }
}

function nobodyLeft({ reasons }: Generation): UserError {
  return new UserError(
    `Every member of the population failed: ${reasons.find((reason) => reason !== null)}`,
    {
      kind: 'failure',
    },
  );
}
