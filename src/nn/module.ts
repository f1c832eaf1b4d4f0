// The base of all layers and networks: finds its parameters, buffers and sub-modules by looking at its own fields.
import { withDefaults } from '../io/options.js';
import { buffer, Tensor } from '../tensor/index.js';
import { Parameter } from './parameter.js';

/** Values of one parameter or buffer, row-major. */
export interface NamedArray {
  shape: readonly number[];
  data: Float32Array;
}

/** Names as in PyTorch's `state_dict`: `0.weight`, `self_attn.in_proj_weight`. */
export type StateDict = Record<string, NamedArray>;

/**
 * Base class of layers and networks.
 *
 * Fields that are `Parameter`s are trained, fields that are other persistent tensors (made by `buffer`) are saved but
 * not trained, fields that are modules are sub-modules; so are those inside lists and plain records, however deep. In a
 * Map or Set they are refused, as they have no name there. A field `inProjWeight` appears in the state dict under
 * PyTorch's spelling, `in_proj_weight`.
 *
 * @example
 * class Net extends Module {
 *   hidden = new Linear(4, 64, { rng });
 *   out = new Linear(64, 2, { rng });
 *   forward(x: Tensor) {
 *     return this.out.forward(this.hidden.forward(x).relu());
 *   }
 * }
 */
export abstract class Module {
  /** Whether dropout drops and batch normalisation uses the batch: set by `train` and `eval`. */
  training = true;

  /**
   * What the module computes; layers define it, containers of parts need not. Subclasses choose what it takes and
   * returns; code that takes any layer from a tensor to a tensor asks for a `Layer`.
   */
  forward(..._inputs: never[]): unknown {
    throw new Error(`${this.constructor.name} defines no forward of its own.`);
  }

  /** Fields by the name they have in a state dict. */
  protected namedFields(): [string, unknown][] {
    return Object.entries(this).map(([field, value]) => [snakeCase(field), value]);
  }

  /** Direct sub-modules by name; lists contribute `name.0`, `name.1`, …, records `name.key`. */
  namedChildren(): [string, Module][] {
    return this.namedParts().filter((part): part is [string, Module] => part[1] instanceof Module);
  }

  private namedParts(): [string, Part][] {
    const parts: [string, Part][] = [];
    for (const [name, value] of this.namedFields()) {
      if (typeof value === 'object' && value !== null) {
        walk(value, name, (part, at) => parts.push([at, part]));
      }
    }
    return parts;
  }

  /** This module and all below it, depth first. */
  *modules(): Generator<Module> {
    yield this;
    for (const [, child] of this.namedChildren()) yield* child.modules();
  }

  /** Trained tensors of this module and all below it. */
  namedParameters(prefix = ''): [string, Parameter][] {
    return this.namedState(prefix).filter(
      (entry): entry is [string, Parameter] => entry[1] instanceof Parameter,
    );
  }

  /** The same without names, each once; cheap enough for every training step. */
  parameters(): Parameter[] {
    return [...tensorsOf(this)].filter((t) => t instanceof Parameter);
  }

  /** Persistent tensors that are saved but not trained, of this module and all below it, each once. */
  buffers(): Tensor[] {
    return [...tensorsOf(this)].filter((t) => !(t instanceof Parameter));
  }

  /** Parameters and buffers. */
  private namedState(prefix = ''): [string, Tensor][] {
    const own: [string, Tensor][] = [];
    const below: [string, Tensor][] = [];
    for (const [name, part] of this.namedParts()) {
      if (part instanceof Tensor) own.push([prefix + name, part]);
      else for (const entry of part.namedState(`${prefix}${name}.`)) below.push(entry);
    }
    return [...own, ...below];
  }

  /** Copies of all parameters and buffers by name. */
  stateDict(): StateDict {
    return Object.fromEntries(
      this.namedState().map(([name, t]) => [name, { shape: [...t.shape], data: t.toArray() }]),
    );
  }

  /**
   * Overwrites parameters and buffers.
   *
   * @throws Error naming every missing, unexpected (with `strict`) and mis-shaped entry; nothing is changed then.
   */
  loadStateDict(state: StateDict, options: { strict?: boolean } = {}): void {
    const { strict } = withDefaults('loadStateDict', options, { strict: true });
    const own = new Map(this.namedState());
    const missing = strict ? [...own.keys()].filter((name) => !(name in state)) : [];
    const unexpected = strict ? Object.keys(state).filter((name) => !own.has(name)) : [];
    const misshaped = [...own]
      .filter(([name, t]) => name in state && String(state[name]!.shape) !== String(t.shape))
      .map(([name, t]) => `${name}: expected [${t.shape}], got [${state[name]!.shape}]`);
    const problems = [
      missing.length > 0 && `missing: ${missing.join(', ')}`,
      unexpected.length > 0 && `unexpected: ${unexpected.join(', ')}`,
      misshaped.length > 0 && `wrong shape: ${misshaped.join('; ')}`,
    ].filter(Boolean);
    if (problems.length > 0) {
      throw new Error(
        `loadStateDict: the state does not fit this ${this.constructor.name} (${problems.join('. ')}).`,
      );
    }
    for (const [name, t] of own) if (name in state) t.data.set(state[name]!.data);
  }

  /** Training mode for this module and all below it. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Evaluation mode: no dropout, running statistics. */
  eval(): this {
    return this.train(false);
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.zeroGrad();
  }

  /**
   * Frees the memory of all parameters and buffers at once; the module must not be used afterwards. Without it memory is
   * freed when nothing refers to the module, but not before the program returns to its event loop: a loop that makes
   * thousands of networks needs it.
   *
   * @example
   * using network = new Linear(4, 2);    // disposed of at the end of the block
   */
  dispose(): void {
    for (const tensor of tensorsOf(this)) tensor.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** A module from one tensor to one tensor. */
export interface Layer extends Module {
  forward(x: Tensor): Tensor;
}

/** A persistent tensor that is saved with its module but not trained, with the given values. */
export function persistent(values: Tensor): Tensor {
  const t = buffer(values.shape, values.dtype);
  t.data.set(values.data);
  return t;
}

/** What a module is made of: modules, and tensors that outlive steps. */
type Part = Module | Tensor;

/** Parameters and buffers, each once, in the order of `stateDict`: a module's own before those of its children. @internal */
export function tensorsOf(module: Module, found = new Set<Tensor>()): Set<Tensor> {
  const children: Module[] = [];
  const add = (part: Part) => {
    if (part instanceof Module) children.push(part);
    else found.add(part);
  };
  // Training steps come here: what most fields are is told without a walk.
  const values: unknown[] = Object.values(module);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'object' || value === null) continue;
    if (value instanceof Parameter) found.add(value);
    else if (value instanceof Module) children.push(value);
    else walk(value, Object.keys(module)[i]!, add);
  }
  for (const child of children) tensorsOf(child, found);
  return found;
}

/**
 * Finds the parts in the value of a field: itself, or inside lists and plain records.
 * @throws TypeError for parts in a Map or Set.
 */
function walk(
  value: object,
  name: string,
  found: (part: Part, name: string) => void,
  inside: object[] = [],
): void {
  if (value instanceof Module) found(value, name);
  else if (value instanceof Tensor) {
    if (value.storage) found(value, name);
  } else if (inside.includes(value)) return;
  else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const entry = value[i];
      if (typeof entry !== 'object' || entry === null) continue;
      if (entry instanceof Module) found(entry, `${name}.${i}`);
      else walk(entry, `${name}.${i}`, found, [...inside, value]);
    }
  } else if (value instanceof Map || value instanceof Set) {
    for (const entry of value.values()) {
      if (typeof entry === 'object' && entry !== null) walk(entry, name, refuseUnnamed, [...inside, value]);
    }
  } else if (isPlain(value)) {
    for (const [key, entry] of Object.entries(value)) {
      if (typeof entry === 'object' && entry !== null) {
        walk(entry, `${name}.${key}`, found, [...inside, value]);
      }
    }
  }
}

function refuseUnnamed(part: Part, name: string): never {
  throw new TypeError(
    `The field '${name}' holds a ${part.constructor.name} in a Map or Set, where it would be neither trained nor saved; ` +
      'use a list, a plain record, ModuleList or ModuleDict.',
  );
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function snakeCase(field: string): string {
  return field.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
