// Compares spaces: whether what was learnt on one can be used on the other.
import { Box } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import { type FeatureSpace, Graph } from './graph.js';
import { MultiBinary } from './multi-binary.js';
import { MultiDiscrete } from './multi-discrete.js';
import { OneOf } from './one-of.js';
import { Sequence } from './sequence.js';
import type { Space } from './space.js';
import { Text } from './text.js';
import { Tuple } from './tuple.js';

/** Whether two spaces hold the same values of the same meaning; {@link spaceDifference} says why not. */
export function equalSpaces(a: Space, b: Space): boolean {
  return spaceDifference(a, b) === undefined;
}

/**
 * The first difference between two spaces in words, undefined when there is none.
 *
 * @example spaceDifference(new Discrete(2), new Discrete(3)) // 'n is 2 in one and 3 in the other'
 */
export function spaceDifference(a: Space, b: Space): string | undefined {
  return difference(a, b, '');
}

function difference(a: Space, b: Space, path: string): string | undefined {
  const where = path === '' ? '' : ` of "${path}"`;
  const differ = (what: string, x: unknown, y: unknown) =>
    String(x) === String(y) ? undefined : `${what}${where} is ${x} in one and ${y} in the other`;
  const list = (values: readonly unknown[]) => `[${values.join(', ')}]`;

  if (a === b) return undefined;
  if (a.kind !== b.kind) return differ('the kind', a.kind, b.kind);
  if (a instanceof Box && b instanceof Box) {
    return (
      differ('the shape', list(a.shape), list(b.shape)) ??
      differ('the dtype', a.packedType, b.packedType) ??
      differBounds('low', a.low, b.low, where) ??
      differBounds('high', a.high, b.high, where)
    );
  }
  if (a instanceof Discrete && b instanceof Discrete) {
    return differ('n', a.n, b.n) ?? differ('start', a.start, b.start);
  }
  if (a instanceof MultiDiscrete && b instanceof MultiDiscrete) {
    return (
      differ('the shape', list(a.shape), list(b.shape)) ??
      differ('nvec', list(a.nvec), list(b.nvec)) ??
      differ('start', list(a.start), list(b.start)) ??
      differ('the dtype', a.dtype, b.dtype)
    );
  }
  if (a instanceof MultiBinary && b instanceof MultiBinary)
    return differ('the shape', list(a.shape), list(b.shape));
  if (a instanceof Text && b instanceof Text) {
    return (
      differ('minLength', a.minLength, b.minLength) ??
      differ('maxLength', a.maxLength, b.maxLength) ??
      differ('the list of characters', a.characterList.join(''), b.characterList.join(''))
    );
  }
  if (a instanceof Sequence && b instanceof Sequence) {
    return differ('stack', a.stack, b.stack) ?? difference(a.space, b.space, at(path, 'space'));
  }
  if (a instanceof Graph && b instanceof Graph) return differGraphs(a, b, path);
  if ((a instanceof Tuple && b instanceof Tuple) || (a instanceof OneOf && b instanceof OneOf)) {
    const [x, y] = [a.spaces as readonly Space[], b.spaces as readonly Space[]];
    return (
      differ('the number of parts', x.length, y.length) ??
      firstPart(
        x,
        y,
        x.map((_, i) => at(path, String(i))),
      )
    );
  }
  if (a instanceof Dict && b instanceof Dict) {
    const parts = (dict: Dict) => dict.keys.map((key) => dict.spaces[key]!);
    return (
      differ('the list of keys', list(a.keys), list(b.keys)) ??
      firstPart(
        parts(a as Dict),
        parts(b as Dict),
        a.keys.map((key) => at(path, key)),
      )
    );
  }
  return differ('the description', JSON.stringify(a), JSON.stringify(b));
}

function differGraphs(
  a: Graph<FeatureSpace, FeatureSpace | null>,
  b: Graph<FeatureSpace, FeatureSpace | null>,
  path: string,
): string | undefined {
  const nodes = difference(a.nodeSpace, b.nodeSpace, at(path, 'nodeSpace'));
  if (nodes !== undefined) return nodes;
  const limit = ({ bounds }: Graph<FeatureSpace, FeatureSpace | null>) =>
    bounds ? `${bounds.maxNodes} nodes and ${bounds.maxEdges} edges` : 'any size';
  if (limit(a) !== limit(b))
    return `the largest graph${path === '' ? '' : ` of "${path}"`} has ${limit(a)} in one and ${limit(b)} in the other`;
  if (a.edgeSpace && b.edgeSpace) return difference(a.edgeSpace, b.edgeSpace, at(path, 'edgeSpace'));
  if (a.edgeSpace === b.edgeSpace) return undefined;
  return `"${at(path, 'edgeSpace')}" is ${a.edgeSpace ?? 'none'} in one and ${b.edgeSpace ?? 'none'} in the other`;
}

function firstPart(a: readonly Space[], b: readonly Space[], paths: readonly string[]): string | undefined {
  for (let i = 0; i < a.length; i++) {
    const found = difference(a[i]!, b[i]!, paths[i]!);
    if (found !== undefined) return found;
  }
  return undefined;
}

function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function differBounds(
  name: string,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  where: string,
): string | undefined {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return `${name}${where} at element ${i} is ${a[i]} in one and ${b[i]} in the other`;
  }
  return undefined;
}
