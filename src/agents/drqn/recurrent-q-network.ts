// Action values from the history of an episode: features, a memory, then the layers of a Q-network.
import { Module, type Sequential } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { Box, type Discrete, type Space } from '../../spaces/index.js';
import { noGrad, type Tensor, where } from '../../tensor/index.js';
import type { Extractor } from '../features/extractor.js';
import { extractor } from '../features/index.js';
import type { OwnParts } from '../own-parts.js';
import { qNetwork } from '../q-network.js';
import { RecurrentCore } from '../recurrent-ppo/recurrent-core.js';
import type { DRQNConfig } from './config.js';

export class RecurrentQNetwork extends Module {
  readonly extractor: Extractor;
  readonly core: RecurrentCore;
  readonly head: Sequential;

  constructor(observations: Space, actions: Discrete, config: DRQNConfig, own: OwnParts, rng: Generator) {
    super();
    this.extractor = own.extractor?.(observations, rng) ?? extractor(observations, config.features, rng);
    this.core = new RecurrentCore(config.cell, this.extractor.size, config.memorySize, rng);
    const remembered = new Box({ low: -Infinity, high: Infinity, shape: [config.memorySize] });
    this.head = qNetwork(
      remembered as Space,
      actions,
      { ...config, features: 'flatten', rng },
      { head: own.head },
    );
  }

  /** Numbers of state per environment. */
  get stateSize(): number {
    return this.core.stateSize;
  }

  /**
   * @param inputs `[T · B, inputs]`, time first
   * @param state `[B, stateSize]` before the first step
   * @returns Q, `[T · B, n]`, and the state after the last step
   */
  override forward(inputs: Tensor, state: Tensor): { values: Tensor; state: Tensor } {
    const recalled = this.core.forward(this.extractor.forward(inputs), state);
    return { values: this.head.forward(recalled.features), state: recalled.state };
  }

  /**
   * The state after some steps, without gradient.
   *
   * @param inputs `[T · B, inputs]`, time first
   * @param happened `[T · B]`: where 0, the step is none and the state stays
   */
  warmUp(inputs: Tensor, state: Tensor, happened: Tensor): Tensor {
    const rows = state.shape[0]!;
    return noGrad(() => {
      let now = state;
      for (let from = 0; from < inputs.shape[0]!; from += rows) {
        const features = this.extractor.forward(inputs.slice(0, from, from + rows));
        const next = this.core.forward(features, now).state;
        now = where(happened.slice(0, from, from + rows).unsqueeze(1), next, now);
      }
      return now;
    });
  }
}
