// Weights of a module as a safetensors file, named as in PyTorch: networks trained there load here, and the other way.
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';
import { withDefaults } from '../io/options.js';
import { readSafetensors, type TensorArray, writeSafetensors } from '../io/safetensors.js';
import type { Module, StateDict } from './module.js';

export interface LoadSafetensorsOptions {
  /** Every name must be on both sides. With false, what is on both sides is loaded. Default true. */
  strict?: boolean;
  /** Takes only names that begin with this, without it: `'policy.'`. Default: all. */
  prefix?: string;
  /** What messages call the file. */
  source?: string;
}

/**
 * Overwrites the parameters and buffers of `module` by name. Other number types are converted to float32.
 *
 * @param bytes a whole file, for instance of Python's `safetensors.torch.save_file(net.state_dict(), path)`
 * @returns the file's metadata
 * @throws {UserError} for a file that is no safetensors, and naming every missing, unexpected and mis-shaped entry;
 *   nothing is changed then.
 *
 * @example
 * loadSafetensors(network, await readFile('network.safetensors'));
 */
export function loadSafetensors(
  module: Module,
  bytes: Uint8Array,
  options: LoadSafetensorsOptions = {},
): Record<string, string> {
  const { strict, prefix, source } = withDefaults('loadSafetensors', options, {
    strict: true,
    prefix: '',
    source: 'The file',
  });
  const { tensors, metadata } = readSafetensors(bytes, source);
  const state: StateDict = Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { shape, data }]) => [name.slice(prefix.length), { shape, data: toFloat32(data) }]),
  );
  const problems = mismatches(module.stateDict(), state, strict);
  if (problems.length > 0) {
    const which = prefix ? ` (entries '${prefix}…')` : '';
    throw new UserError(
      `${source}${which} does not hold the weights of this ${module.constructor.name}:\n  ${problems.join('\n  ')}`,
    );
  }
  module.loadStateDict(state, { strict });
  return metadata;
}

/** The parameters and buffers of `module` as a safetensors file. */
export function saveSafetensors(module: Module, metadata: Record<string, string> = {}): Uint8Array {
  return writeSafetensors(module.stateDict(), metadata);
}

function mismatches(own: StateDict, found: StateDict, strict: boolean): string[] {
  const problems: string[] = [];
  const unused = Object.keys(found).filter((name) => !Object.hasOwn(own, name));
  for (const [name, { shape }] of Object.entries(own)) {
    const entry = Object.hasOwn(found, name) ? found[name]! : null;
    if (entry === null) {
      const close = nearest(name, unused);
      const hint = close.length > 0 ? `; is it '${close.join("' or '")}' there?` : '';
      if (strict) problems.push(`${name} [${shape.join(', ')}] is missing${hint}`);
    } else if (String(entry.shape) !== String(shape)) {
      problems.push(`${name} has shape [${entry.shape.join(', ')}], expected [${shape.join(', ')}]`);
    }
  }
  if (strict) {
    for (const name of unused)
      problems.push(`${name} [${found[name]!.shape.join(', ')}] has no place in the module`);
  } else if (unused.length === Object.keys(found).length) {
    problems.push(
      `none of its ${unused.length} names is known: ${unused.slice(0, 3).join(', ')}${unused.length > 3 ? ', …' : ''}`,
    );
  }
  return problems;
}

function toFloat32(data: TensorArray): Float32Array {
  if (data instanceof Float32Array) return data;
  return Float32Array.from(data as ArrayLike<number>, Number);
}
