// Activations as modules, for `Sequential`; the functions are methods of Tensor.
import type { FusedActivation, Tensor } from '../tensor/index.js';
import { Module } from './module.js';

/** An activation that a linear layer before it can apply in its own kernel. */
export abstract class FusableActivation extends Module {
  abstract readonly fused: FusedActivation;
}

export class ReLU extends FusableActivation {
  readonly fused = 'relu';
  override forward(x: Tensor): Tensor {
    return x.relu();
  }
}

export class Tanh extends FusableActivation {
  readonly fused = 'tanh';
  override forward(x: Tensor): Tensor {
    return x.tanh();
  }
}

export class Sigmoid extends FusableActivation {
  readonly fused = 'sigmoid';
  override forward(x: Tensor): Tensor {
    return x.sigmoid();
  }
}

/** x for x > 0, slope·x below. */
export class LeakyReLU extends Module {
  constructor(readonly negativeSlope = 0.01) {
    super();
  }
  override forward(x: Tensor): Tensor {
    return x.leakyRelu(this.negativeSlope);
  }
}

/** x for x > 0, α(eˣ − 1) below. */
export class ELU extends Module {
  constructor(readonly alpha = 1) {
    super();
  }
  override forward(x: Tensor): Tensor {
    return x.elu(this.alpha);
  }
}

export class SELU extends Module {
  override forward(x: Tensor): Tensor {
    return x.selu();
  }
}

export class GELU extends Module {
  constructor(readonly approximate: 'none' | 'tanh' = 'none') {
    super();
  }
  override forward(x: Tensor): Tensor {
    return x.gelu(this.approximate);
  }
}

/** x·sigmoid(x), also known as swish. */
export class SiLU extends Module {
  override forward(x: Tensor): Tensor {
    return x.silu();
  }
}

export class Softplus extends Module {
  constructor(
    readonly beta = 1,
    readonly threshold = 20,
  ) {
    super();
  }
  override forward(x: Tensor): Tensor {
    return x.softplus(this.beta, this.threshold);
  }
}

export class Hardtanh extends Module {
  constructor(
    readonly minVal = -1,
    readonly maxVal = 1,
  ) {
    super();
  }
  override forward(x: Tensor): Tensor {
    return x.hardtanh(this.minVal, this.maxVal);
  }
}

export class Softmax extends Module {
  constructor(readonly dim = -1) {
    super();
  }
  override forward(x: Tensor): Tensor {
    return x.softmax(this.dim);
  }
}

export class LogSoftmax extends Module {
  constructor(readonly dim = -1) {
    super();
  }
  override forward(x: Tensor): Tensor {
    return x.logSoftmax(this.dim);
  }
}
