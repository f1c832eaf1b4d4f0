// Containers: layers one after the other, and lists of modules.
import type { FusedActivation, Tensor } from '../tensor/index.js';
import { FusableActivation } from './activation.js';
import { Conv2d } from './conv.js';
import { Linear } from './linear.js';
import { Module } from './module.js';

/** Feeds each layer's output to the next. A linear layer or convolution followed by ReLU, tanh or sigmoid runs as one kernel. */
export class Sequential extends Module {
  readonly layers: readonly Module[];
  /** Per layer: the activation to fuse into it, or null when the layer was fused into the one before. */
  private readonly plan: (FusedActivation | null)[];

  constructor(...layers: Module[]) {
    super();
    this.layers = layers;
    this.plan = layers.map((layer, i) => {
      if (layer instanceof FusableActivation && fuses(layers[i - 1])) return null;
      const next = layers[i + 1];
      return fuses(layer) && next instanceof FusableActivation ? next.fused : 'none';
    });
  }

  override namedChildren(): [string, Module][] {
    return this.layers.map((layer, i) => [String(i), layer]);
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

/** Modules by index, for a parent that calls them itself. */
export class ModuleList extends Module {
  readonly items: readonly Module[];

  constructor(modules: readonly Module[]) {
    super();
    this.items = modules;
  }

  override namedChildren(): [string, Module][] {
    return this.items.map((module, i) => [String(i), module]);
  }
}

/** Layers whose kernel also applies an activation. */
function fuses(layer: Module | undefined): layer is Linear | Conv2d {
  return layer instanceof Linear || layer instanceof Conv2d;
}
