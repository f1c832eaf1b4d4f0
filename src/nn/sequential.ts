// Containers: layers one after the other, lists and dictionaries of modules, lists of parameters.
import type { FusedActivation, Tensor } from '../tensor/index.js';
import { FusableActivation } from './activation.js';
import { Conv2d } from './conv.js';
import { Linear } from './linear.js';
import { type Layer, Module } from './module.js';
import { Parameter } from './parameter.js';

/** Feeds each layer's output to the next. A linear layer or convolution followed by ReLU, tanh or sigmoid runs as one kernel. */
export class Sequential extends Module {
  readonly layers: readonly Layer[];
  /** Per layer: the activation to fuse into it, or null when the layer was fused into the one before. */
  private readonly plan: (FusedActivation | null)[];

  /** @throws TypeError for what is no module. */
  constructor(...layers: Layer[]) {
    super();
    requireModules('Sequential', Object.entries(layers));
    this.layers = layers;
    this.plan = layers.map((layer, i) => {
      if (layer instanceof FusableActivation && fuses(layers[i - 1])) return null;
      const next = layers[i + 1];
      return fuses(layer) && next instanceof FusableActivation ? next.fused : 'none';
    });
  }

  protected override namedFields(): [string, unknown][] {
    return Object.entries(this.layers);
  }

  override forward(input: Tensor): Tensor {
    let x = input;
    for (let i = 0; i < this.layers.length; i++) {
      const fused = this.plan[i]!;
      if (fused === null) continue;
      const layer = this.layers[i]!;
      x = fused === 'none' ? layer.forward(x) : (layer as Linear | Conv2d).forward(x, fused);
    }
    return x;
  }
}

/** Modules by index, for a parent that calls them itself: state dicts name them `0`, `1`, … */
export class ModuleList<M extends Module = Module> extends Module {
  readonly items: readonly M[];

  /** @throws TypeError for what is no module. */
  constructor(modules: readonly M[]) {
    super();
    requireModules('ModuleList', Object.entries(modules));
    this.items = [...modules];
  }

  get length(): number {
    return this.items.length;
  }

  /** The module at a position; negative ones count from the end. */
  at(index: number): M | undefined {
    return this.items.at(index);
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.items[Symbol.iterator]();
  }

  protected override namedFields(): [string, unknown][] {
    return Object.entries(this.items);
  }
}

/**
 * Modules by name, for a parent that calls them itself.
 *
 * @example
 * const heads = new ModuleDict({ left: new Linear(8, 2), right: new Linear(8, 3) });
 * heads.items.left.forward(features);
 */
export class ModuleDict<D extends Record<string, Module> = Record<string, Module>> extends Module {
  readonly items: Readonly<D>;

  /** @throws TypeError for what is no module, RangeError for a name that state dicts could not hold. */
  constructor(modules: D) {
    super();
    requireModules('ModuleDict', Object.entries(modules));
    const bad = Object.keys(modules).find((name) => name === '' || name.includes('.'));
    if (bad !== undefined) {
      throw new RangeError(`ModuleDict: the name '${bad}' must not be empty or contain a full stop.`);
    }
    this.items = { ...modules };
  }

  get length(): number {
    return Object.keys(this.items).length;
  }

  keys(): (keyof D & string)[] {
    return Object.keys(this.items);
  }

  [Symbol.iterator](): IterableIterator<[string, Module]> {
    return Object.entries<Module>(this.items)[Symbol.iterator]();
  }

  protected override namedFields(): [string, unknown][] {
    return Object.entries(this.items);
  }
}

/** Parameters by index: state dicts name them `0`, `1`, … */
export class ParameterList extends Module {
  readonly items: readonly Parameter[];

  /** @throws TypeError for what is no parameter. */
  constructor(parameters: readonly Parameter[]) {
    super();
    for (const [i, entry] of parameters.entries()) {
      if (!(entry instanceof Parameter))
        throw new TypeError(`ParameterList: entry ${i} is no Parameter: ${entry}.`);
    }
    this.items = [...parameters];
  }

  get length(): number {
    return this.items.length;
  }

  /** The parameter at a position; negative ones count from the end. */
  at(index: number): Parameter | undefined {
    return this.items.at(index);
  }

  [Symbol.iterator](): IterableIterator<Parameter> {
    return this.items[Symbol.iterator]();
  }

  protected override namedFields(): [string, unknown][] {
    return Object.entries(this.items);
  }
}

function requireModules(who: string, entries: [string, unknown][]): void {
  for (const [name, entry] of entries) {
    if (!(entry instanceof Module)) throw new TypeError(`${who}: entry ${name} is no module: ${entry}.`);
  }
}

/** Layers whose kernel also applies an activation. */
function fuses(layer: Module | undefined): layer is Linear | Conv2d {
  return layer instanceof Linear || layer instanceof Conv2d;
}
