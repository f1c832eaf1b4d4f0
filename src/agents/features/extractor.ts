// From network inputs to features: the first part of every network, chosen by the observation space or by the user.
import * as z from 'zod';
import { Catalogue } from '../../io/catalogue.js';
import { UserError } from '../../io/errors.js';
import { lazily } from '../../io/lazily.js';
import { Module } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import type { Space } from '../../spaces/index.js';
import type { Tensor } from '../../tensor/index.js';
import { parseOptions } from '../config.js';

/**
 * Maps encoded observations `[B, space.flatdim]` (one-hot, image bytes in [0, 1]; parts of a Dict or Tuple one after the
 * other) to features `[B, size]`.
 */
export abstract class Extractor extends Module {
  /** Features per observation. */
  abstract readonly size: number;
  /**
   * Its weights fit observations of any size (pooling, attention over entities): a training may then start from the
   * weights of another one whose observations were larger or smaller.
   */
  readonly freeOfSize: boolean = false;
  /**
   * `forward` depends on nothing but its inputs and weights, and looks at no values: the steps of training may then be
   * recorded and repeated (see `RecordedStep`), instead of being computed anew.
   */
  readonly repeatable: boolean = false;
  abstract override forward(inputs: Tensor): Tensor;
}

/** Whether all that reads observations in these networks says that its weights fit any size of them. */
export function areFreeOfSize(networks: readonly Module[]): boolean {
  const readers = networks
    .flatMap((network) => [...network.modules()])
    .filter((module) => module instanceof Extractor);
  return readers.length > 0 && readers.every(({ freeOfSize }) => freeOfSize);
}

export interface ExtractorDefinition<S extends z.ZodObject = z.ZodObject> {
  /** Name in the hyperparameter `features`. */
  id: string;
  summary: string;
  /** Its options besides `type`. */
  schema: S;
  /** @throws UserError for a space it cannot read. */
  create(space: Space, options: z.output<S>, rng: Generator): Extractor;
}

/** A definition whatever its options are. */
// biome-ignore lint/suspicious/noExplicitAny: create takes what its own schema has checked
export type AnyExtractor = ExtractorDefinition<any>;

const catalogue = new Catalogue<AnyExtractor>('extractor');

/**
 * Makes an extractor known by name, to be chosen as `features: 'name'` or `features: { type: 'name', … }`.
 *
 * @example
 * defineExtractor({
 *   id: 'squares',
 *   summary: 'Inputs and their squares',
 *   schema: z.strictObject({}),
 *   create: (space) => new Squares(space.flatdim),
 * });
 */
export function defineExtractor<S extends z.ZodObject>(
  definition: ExtractorDefinition<S>,
): ExtractorDefinition<S> {
  return catalogue.add(definition as AnyExtractor);
}

/** The hyperparameter: the name of an extractor, or its name and options. */
export const featuresSchema = /* @__PURE__ */ lazily(() =>
  z
    .union([z.string(), z.looseObject({ type: z.string() })], {
      error: 'the name of an extractor, or its name and options such as {"type": "cnn", "channels": "first"}',
    })
    .default('auto')
    .describe(
      'What reads observations: auto = convolutions for images, a combination for Dict and Tuple spaces with images, graph layers for a Graph, else the numbers as they are; or an extractor by name, with options as {"type": …}.',
    ),
);

export type Features = z.output<typeof featuresSchema>;

/** The extractors that are there: ours, then the user's. */
export function listExtractors(builtin: readonly AnyExtractor[]): AnyExtractor[] {
  return catalogue.all(builtin);
}

/** @param builtin ours, among which `auto` chooses */
export function createExtractor(
  space: Space,
  features: Features,
  rng: Generator,
  { builtin, auto }: { builtin: readonly AnyExtractor[]; auto: (space: Space) => string },
): Extractor {
  const { type, ...options } = typeof features === 'string' ? { type: features } : features;
  const id = type === 'auto' ? auto(space) : type;
  const definition = catalogue.get(id, builtin);
  const extractor = definition.create(
    space,
    parseOptions(`features (${id})`, definition.schema, options),
    rng,
  );
  if (extractor instanceof Module && Number.isSafeInteger(extractor.size) && extractor.size > 0)
    return extractor;
  throw new UserError(
    `features: the extractor "${id}" must be a Module with a size, the number of features per observation; got size ${String(extractor?.size)}.`,
  );
}
