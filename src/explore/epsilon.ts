// ε for ε-greedy exploration: linear or exponential, per environment step or per episode.

export interface EpsilonOptions {
  schedule: 'linear' | 'exponential';
  /** What moves the schedule on. */
  unit: 'step' | 'episode';
  initial: number;
  final: number;
  /** Linear: units until `final` is reached. */
  horizon: number;
  /** Exponential: factor per unit, ε = max(final, initial·decayᵗ). */
  decay: number;
}

/** ε after `elapsed` steps or episodes. */
export function epsilonAt(options: EpsilonOptions, elapsed: number): number {
  const { schedule, initial, final, horizon, decay } = options;
  if (schedule === 'exponential') {
    const value = initial * decay ** elapsed;
    return initial >= final ? Math.max(final, value) : Math.min(final, value);
  }
  if (elapsed >= horizon) return final;
  return initial + (final - initial) * (elapsed / horizon);
}
