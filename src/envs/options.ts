// Options of environments: defaults with their checks, stated once; types, lists and errors derive from them.
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';

/** What values of an option must be like, besides having the type of the default. */
export interface OptionRules<T> {
  /** The only values there are. */
  choices?: readonly T[];
  /** Least and greatest number, both included; of lists, of each entry. */
  min?: number;
  max?: number;
  /** Whole numbers only; of lists, in each entry. */
  integer?: boolean;
  /** Numbers may be infinite. */
  infinite?: boolean;
  /** Entries of a list. */
  length?: number;
  /** No entry of a list is less than the one before it. */
  ascending?: boolean;
  /** `null` is allowed too; always so when the default is `null`. */
  nullable?: boolean;
  /** A value whose type others must have, where the default does not show it. Default: the default. */
  like?: T;
}

/** A default with rules; made by {@link option}. */
export class Option<T> {
  constructor(
    readonly initial: T,
    readonly rules: OptionRules<T> = {},
  ) {}

  /** In words, e.g. `a number from 0 to 1`. */
  get allowed(): string {
    const { rules, initial } = this;
    const values = rules.choices
      ? oneOf(rules.choices.map(show))
      : kindOf(rules.like ?? initial, rules as OptionRules<unknown>);
    return rules.nullable || initial === null ? `${values} or null` : values;
  }

  accepts(value: unknown): boolean {
    const { rules, initial } = this;
    if (value === null) return rules.nullable === true || initial === null;
    if (rules.choices) return rules.choices.includes(value as T);
    return isLike(value, rules.like ?? initial, rules as OptionRules<unknown>);
  }
}

/** Options by name: a plain value is a default whose type others must have. */
export type OptionSpecs = Readonly<Record<string, unknown>>;

/** All options with a value each. */
export type OptionValues<S> = {
  [K in keyof S]: S[K] extends Option<infer T> ? T : Widened<S[K]>;
};

type Widened<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T;

/**
 * An option with rules. Numbers must be finite unless it says otherwise; lists must hold what the default holds.
 *
 * @example
 * const OPTIONS = { isSlippery: true, size: option(4, { integer: true, min: 4 }), map: option('a', { choices: ['a', 'b'] }) };
 */
export function option<const T extends string>(
  initial: NoInfer<T>,
  rules: { choices: readonly T[]; nullable?: false },
): Option<T>;
export function option<T>(initial: T, rules?: OptionRules<T>): Option<Widened<T>>;
/* @__NO_SIDE_EFFECTS__ */ export function option(
  initial: unknown,
  rules?: OptionRules<unknown>,
): Option<unknown> {
  return new Option(initial, rules);
}

/**
 * The same options with some other defaults.
 *
 * @example defineEnv({ id: 'FrozenLake8x8-v1', options: changedDefaults(OPTIONS, { mapName: '8x8' }), … })
 */
/* @__NO_SIDE_EFFECTS__ */ export function changedDefaults<S extends OptionSpecs>(
  specs: S,
  defaults: Partial<OptionValues<S>>,
): S {
  const changed = Object.entries(defaults).map(([name, initial]) => {
    return [name, new Option<unknown>(initial, asOption(specs[name]).rules)];
  });
  return { ...specs, ...Object.fromEntries(changed) };
}

/** The default values by name. */
export function defaultsOf<S extends OptionSpecs>(specs: S): OptionValues<S> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, asOption(spec).initial]),
  ) as OptionValues<S>;
}

/** What each option may be, in words, by name. */
export function allowedValues(specs: OptionSpecs): Record<string, string> {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, asOption(spec).allowed]));
}

/**
 * The given values, checked, with defaults for those left out.
 *
 * @param owner whose options they are, for errors
 * @throws UserError when a name is unknown (with the nearest) or a value is not what its option takes.
 * @example const { isSlippery, size } = readOptions('Lake', OPTIONS, given);
 */
export function readOptions<S extends OptionSpecs>(
  owner: string,
  specs: S,
  given: Partial<OptionValues<S>>,
): OptionValues<S> {
  requireKnown(owner, given, Object.keys(specs));
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const known = asOption(spec);
    const value: unknown = given[name];
    if (value !== undefined && !known.accepts(value)) {
      throw new UserError(`${owner}: ${name} must be ${known.allowed}, got ${show(value)}.`);
    }
    values[name] = value === undefined ? known.initial : value;
  }
  return values as OptionValues<S>;
}

function asOption(spec: unknown): Option<unknown> {
  return spec instanceof Option ? spec : new Option(spec);
}

function isLike(value: unknown, example: unknown, rules: OptionRules<unknown>): boolean {
  if (Array.isArray(example)) {
    if (!Array.isArray(value) || (rules.length !== undefined && value.length !== rules.length)) return false;
    if (rules.ascending && value.some((entry, i) => entry < value[i - 1])) return false;
    return example.length === 0 || value.every((entry) => isLike(entry, example[0], rules));
  }
  if (typeof value !== typeof example || Array.isArray(value)) return false;
  if (typeof value !== 'number') return true;
  const { min = -Infinity, max = Infinity, integer = false, infinite = false } = rules;
  return (
    (infinite || Number.isFinite(value)) &&
    value >= min &&
    value <= max &&
    (!integer || Number.isInteger(value))
  );
}

function kindOf(example: unknown, rules: OptionRules<unknown>): string {
  if (Array.isArray(example)) {
    const entries = example.length === 0 ? 'values' : plural(kindOf(example[0], rules));
    const order = rules.ascending ? ' in ascending order' : '';
    return `a list of ${rules.length === undefined ? '' : `${rules.length} `}${entries}${order}`;
  }
  if (typeof example === 'boolean') return 'true or false';
  if (typeof example !== 'number') return `${/^[aeiou]/.test(typeof example) ? 'an' : 'a'} ${typeof example}`;
  const { min, max, integer } = rules;
  const kind = integer ? 'an integer' : 'a number';
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined) return `${kind} of at least ${min}`;
  return max === undefined ? kind : `${kind} of at most ${max}`;
}

/** `a number from 0 to 1` becomes `numbers from 0 to 1`. */
function plural(kind: string): string {
  return kind.replace(/^an? (\w+)/, '$1s');
}

function oneOf(names: string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
