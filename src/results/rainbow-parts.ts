// What each part of Rainbow is worth: the whole, and all but one of its six parts, trained alike.
import { algorithm, c51Schema, dqnSchema, rainbowSchema } from '../agents/index.js';
import { UserError } from '../io/errors.js';
import type { Cell } from './document.js';
import { type PlannedCell, type ResultsOptions, runCells } from './results.js';

/** Settings of C51's distribution, which DQN has not. */
const DISTRIBUTION = Object.keys(c51Schema.shape).filter((key) => !(key in dqnSchema.shape));

/** What switches each part off, and the settings that would be refused as nobody reads them then. */
const PARTS: { name: string; off: Record<string, unknown>; unread?: RegExp }[] = [
  { name: 'double Q-learning', off: { doubleQ: false } },
  { name: 'prioritised replay', off: { prioritized: false }, unread: /^priority/ },
  { name: 'the dueling head', off: { dueling: false } },
  { name: 'n-step returns', off: { nSteps: 1 } },
  { name: 'noisy networks', off: { noisy: false }, unread: /^noisySigma$/ },
];

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

/** Rainbow's preset for `env` first, then what it is without each of the parts that the preset has. */
export function rainbowVariants(env: string): PlannedCell[] {
  const preset = algorithm('rainbow').presets?.[env];
  if (!preset) throw new UserError(`No preset for rainbow on ${env}; see 'trainyard list presets'.`);
  const cell = (algo: string, variant: string, config: Record<string, unknown>): PlannedCell => ({
    ...{ algo, env, variant },
    options: { preset: { ...preset, config } },
  });
  const whole: Record<string, unknown> = rainbowSchema.parse(preset.config);
  const isThere = (off: Record<string, unknown>) => Object.keys(off).every((key) => whole[key] !== off[key]);
  return [
    cell('rainbow', 'Rainbow', preset.config),
    ...PARTS.filter(({ off }) => isThere(off)).map(({ name, off, unread = /^$/ }) => {
      const kept = pick(preset.config, (key) => !unread.test(key));
      return cell('rainbow', `without ${name}`, { ...kept, ...off, ...('noisy' in off && epsilonOf(env)) });
    }),
    cell('dqn', 'without the distribution', scalar(preset.config)),
  ];
}

/** How C51's preset explores. */
function epsilonOf(env: string): Record<string, unknown> {
  return pick(algorithm('c51').presets?.[env]?.config ?? {}, (key) => key.startsWith('exploration'));
}

/** The other five parts, as hyperparameters of DQN. */
function scalar(config: Record<string, unknown>): Record<string, unknown> {
  const { nSteps, prioritized, priorityAlpha, doubleQ, dueling, noisy } = rainbowSchema.parse(config);
  const kept = pick(config, (key) => !DISTRIBUTION.includes(key));
  return { ...kept, nSteps, prioritized, priorityAlpha, doubleQ, dueling, noisy };
}

function pick(config: Record<string, unknown>, wanted: (key: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => wanted(key)));
}
