// What each part of Rainbow is worth: the whole, and all but one of its six parts, trained alike.
import { algorithm, c51Schema, dqnSchema, type Preset, rainbowSchema } from '../agents/index.js';
import { UserError } from '../io/errors.js';
import type { Cell } from './document.js';
import { type PlannedCell, type ResultsOptions, runCells } from './results.js';

/** Settings of C51's distribution, which DQN has not. */
const DISTRIBUTION = Object.keys(c51Schema.shape).filter((key) => !(key in dqnSchema.shape));

/**
 * Trains Rainbow's preset of each environment, and the same without double Q-learning, prioritised replay, the dueling
 * head, n-step returns, noisy networks and the distribution (Hessel et al. 2018, figure 3), and writes the page. Without
 * noise it explores as C51's preset does.
 *
 * @throws {UserError} when Rainbow has no preset for an environment.
 */
export async function collectRainbowParts(
  options: Omit<ResultsOptions, 'algos'> & { envs: readonly string[] },
): Promise<Cell[]> {
  return runCells(options.envs.flatMap(rainbowVariants), options);
}

/** Rainbow's preset for `env` first, then what it is without each of its parts. */
export function rainbowVariants(env: string): PlannedCell[] {
  const preset = algorithm('rainbow').presets?.[env];
  if (!preset) throw new UserError(`No preset for rainbow on ${env}; see 'trainyard list presets'.`);
  const exploration = Object.fromEntries(
    Object.entries(algorithm('c51').presets?.[env]?.config ?? {}).filter(([key]) =>
      key.startsWith('exploration'),
    ),
  );
  const without = (part: string, config: Record<string, unknown>) =>
    cell('rainbow', `without ${part}`, { ...preset, config: { ...preset.config, ...config } });
  const cell = (algo: string, variant: string, settings: Preset): PlannedCell => ({
    ...{ algo, env, variant },
    options: { preset: settings },
  });
  return [
    cell('rainbow', 'Rainbow', preset),
    without('double Q-learning', { doubleQ: false }),
    without('prioritised replay', { prioritized: false }),
    without('the dueling head', { dueling: false }),
    without('n-step returns', { nSteps: 1 }),
    without('noisy networks', { noisy: false, ...exploration }),
    cell('dqn', 'without the distribution', { ...preset, config: scalar(preset.config) }),
  ];
}

/** The other five parts, as hyperparameters of DQN. */
function scalar(config: Record<string, unknown>): Record<string, unknown> {
  const { nSteps, prioritized, priorityAlpha, doubleQ, dueling, noisy } = rainbowSchema.parse(config);
  const kept = Object.entries(config).filter(([key]) => !DISTRIBUTION.includes(key));
  return { ...Object.fromEntries(kept), nSteps, prioritized, priorityAlpha, doubleQ, dueling, noisy };
}
