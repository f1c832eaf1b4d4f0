// `--set` and `--env-set`: texts read as what the hyperparameter or option wants.
import { algorithm } from '../agents/index.js';
import { type EnvOptions, envSpec } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';
import { meanings } from '../io/setting-text.js';

/**
 * Hyperparameters as their schema reads them: `yes` for a boolean, `64` where a list is wanted. What no reading fits
 * is passed on as it looks, for the algorithm to refuse.
 *
 * @throws {UserError} for names the algorithm does not know, with the nearest ones.
 */
export function hyperparameters(algo: string, texts: Record<string, string> = {}): Record<string, unknown> {
  const { shape } = algorithm(algo).schema;
  const values = Object.entries(texts).map(([key, text]) => {
    const field = shape[key];
    if (!field) throw unknownHyperparameter(algo, key, Object.keys(shape));
    const possible = meanings(text);
    return [key, possible.find((value) => field.safeParse(value).success) ?? possible[0]];
  });
  return Object.fromEntries(values);
}

function unknownHyperparameter(algo: string, key: string, known: string[]): UserError {
  const near = nearest(key, known);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.';
  return new UserError(
    `${key}: no such hyperparameter of ${algo}${hint} 'trainyard list algos ${algo}' shows all of them.`,
  );
}

/** Options of an environment, read as values of the type of their defaults. */
export function environmentOptions(id: string, texts: Record<string, string> = {}): EnvOptions {
  const { options } = envSpec(id);
  const values = Object.entries(texts).map(([key, text]) => {
    const possible = meanings(text);
    const standard = options[key] ?? undefined;
    const alike = possible.find((value) => kindOf(value) === kindOf(standard));
    return [key, standard === undefined || alike === undefined ? possible[0] : alike];
  });
  return Object.fromEntries(values);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}
