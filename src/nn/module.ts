// The base of all layers and networks: finds its parameters, buffers and sub-modules by looking at its own fields.
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
 * not trained, fields that are modules, or arrays of them, are sub-modules. A field `inProjWeight` appears in the state
 * dict under PyTorch's spelling, `in_proj_weight`.
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

  /** What the module computes; layers define it, containers of parts need not. */
  // biome-ignore lint/suspicious/noExplicitAny: layers differ in what they take and return
  forward(..._inputs: any[]): any {
    throw new Error(`${this.constructor.name} defines no forward of its own.`);
  }

  /** Direct sub-modules by name; arrays contribute `name.0`, `name.1`, … */
  namedChildren(): [string, Module][] {
    const children: [string, Module][] = [];
    for (const [field, value] of Object.entries(this)) {
      const name = snakeCase(field);
      if (value instanceof Module) children.push([name, value]);
      else if (Array.isArray(value)) {
        for (const [i, entry] of value.entries())
          if (entry instanceof Module) children.push([`${name}.${i}`, entry]);
      }
    }
    return children;
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
    return [...new Set(collectParameters(this, []))];
  }

  /** Parameters and buffers. */
  private namedState(prefix = ''): [string, Tensor][] {
    const own: [string, Tensor][] = [];
    for (const [field, value] of Object.entries(this)) {
      if (value instanceof Tensor && value.storage) own.push([prefix + snakeCase(field), value]);
    }
    return own.concat(this.namedChildren().flatMap(([name, child]) => child.namedState(`${prefix}${name}.`)));
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
  loadStateDict(state: StateDict, { strict = true }: { strict?: boolean } = {}): void {
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
}

/** A persistent tensor that is saved with its module but not trained, with the given values. */
export function persistent(values: Tensor): Tensor {
  const t = buffer(values.shape, values.dtype);
  t.data.set(values.data);
  return t;
}

/** In the order of `namedParameters`: a module's own before those of its children. */
function collectParameters(module: Module, found: Parameter[]): Parameter[] {
  const children: Module[] = [];
  for (const value of Object.values(module)) {
    if (value instanceof Parameter) found.push(value);
    else if (value instanceof Module) children.push(value);
    else if (Array.isArray(value))
      for (const entry of value) if (entry instanceof Module) children.push(entry);
  }
  for (const child of children) collectParameters(child, found);
  return found;
}

function snakeCase(field: string): string {
  return field.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
