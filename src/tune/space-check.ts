// Whether a search space can be: its own rules, and those of the algorithm it is for.
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import {
  type AlgorithmDefinition,
  algorithm,
  type SearchParameter,
  type SearchSpace,
} from '../agents/index.js';
import { problems } from '../io/check.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { readJson } from '../io/json-file.js';
import { nearest } from '../io/nearest.js';
import { PLACE, settingsOf } from './dimensions.js';

/** Keys of a run that are no hyperparameters. */
export const RUN_KEYS = ['numEnvs', 'totalSteps', 'totalEpisodes', 'totalIterations'] as const;
export const TOTALS: readonly string[] = RUN_KEYS.slice(1);

const MOST_VALUES = 1000;
const log = z.boolean().optional();

const parameterSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('float'),
      low: z.number(),
      high: z.number(),
      log,
      as: z.string().max(200).regex(PLACE, { error: 'a text with x in the place of the number' }).optional(),
    }),
    z.strictObject({ type: z.literal('int'), low: z.int(), high: z.int(), log }),
    z.strictObject({
      type: z.literal('choice'),
      values: z.array(z.unknown()).min(1).max(MOST_VALUES),
      ordered: z.boolean().optional(),
    }),
  ],
  { error: 'a parameter of type "float", "int" or "choice"' },
);

export const spaceSchema = z.record(z.string(), parameterSchema);

/**
 * A space from a JSON file such as `{ "learningRate": { "type": "float", "low": 1e-5, "high": 1e-2, "log": true } }`.
 *
 * @throws {UserError} that names the file and the key at fault.
 */
export function readSpace(path: string): SearchSpace {
  return readJson(path, spaceSchema) as SearchSpace;
}

/** @throws {UserError} for a space that is none, keys that the algorithm does not have, and values that it refuses. */
export function checkSpace(space: SearchSpace, algo: string): void {
  const wrong = problems(space, spaceSchema);
  if (wrong.length > 0) throw new UserError(`The search space cannot be:\n${wrong.join('\n')}`);
  if (Object.keys(space).length === 0)
    throw new UserError('The search space is empty: name what is to be tuned.');
  const definition = algorithm(algo);
  const lines = Object.entries(space).flatMap(([key, parameter]) =>
    [...parameterProblems(parameter), ...refused(definition, key, parameter)].map(
      (line) => `  - ${key}: ${line}`,
    ),
  );
  if (lines.length > 0) throw new UserError(`The search space for ${algo} cannot be:\n${lines.join('\n')}`);
}

function parameterProblems(parameter: SearchParameter): string[] {
  if (parameter.type === 'choice') {
    const { values } = parameter;
    const twice = values.filter(
      (value, i) => values.findIndex((each) => isDeepStrictEqual(each, value)) !== i,
    );
    return twice.map((value) => `${show(value)} is there twice`);
  }
  const { low, high } = parameter;
  if (low > high) return [`low is ${low}, above high, ${high}`];
  if (parameter.log && low <= 0) return [`a logarithmic range begins above 0, not at ${low}`];
  return [];
}

/** The ends of a range and every value of a list, as the algorithm sees them. */
function refused({ id, schema }: AlgorithmDefinition, key: string, parameter: SearchParameter): string[] {
  const field: z.ZodType | undefined = schema.shape[key] as z.ZodType | undefined;
  const values = parameter.type === 'choice' ? parameter.values : [parameter.low, parameter.high];
  if (!field || key === 'seed') {
    if (!(RUN_KEYS as readonly string[]).includes(key)) {
      const near = nearest(key, [...Object.keys(schema.shape), ...RUN_KEYS]);
      const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
      return [
        key === 'seed'
          ? 'seeds are no hyperparameter; see the option seeds'
          : `no such hyperparameter of ${id}${hint}`,
      ];
    }
    const counts = values.every((value) => Number.isSafeInteger(value) && (value as number) >= 1);
    return counts && parameter.type !== 'float' ? [] : ['expected whole numbers ≥ 1'];
  }
  return values.flatMap((value) => {
    const setting = settingsOf({ [key]: parameter }, { [key]: value })[key];
    const { error } = field.safeParse(setting);
    return error
      ? [`${id} does not take ${show(setting)}: ${error.issues.map(({ message }) => message).join(', ')}`]
      : [];
  });
}
