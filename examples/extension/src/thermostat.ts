// An environment: keep a room at 20 degrees while the weather changes.
//
// Observation: degrees above 20 and degrees outside above 20, both divided by 10. Actions: 0 off, 1 half, 2 full power.
// Reward: minus the distance from 20 degrees, minus 0.05 for every step of power. Episodes are cut after 48 half hours.
import { Box, Discrete, defineEnv, type EnvState, option, SeededEnv } from 'trainyard';

/** Degrees outside by half hour; what `load` brings, as a physics engine or a data set would be. */
let weather: readonly number[] = [];

export class Thermostat extends SeededEnv<Float32Array, number> {
  readonly observationSpace = new Box({ low: -10, high: 10, shape: [2] });
  readonly actionSpace = new Discrete(3);
  private degrees = 20;
  private time = 0;

  constructor(private readonly insulation: number) {
    super();
  }

  protected override start() {
    this.degrees = this.rng.uniform(15, 25);
    this.time = this.rng.integers(weather.length);
    return { observation: this.observe(), info: {} };
  }

  override step(power: number) {
    const outside = weather[this.time % weather.length]!;
    this.degrees += (1 - this.insulation) * (outside - this.degrees) + power;
    this.time++;
    const reward = -Math.abs(this.degrees - 20) - 0.05 * power;
    return { observation: this.observe(), reward, terminated: false, truncated: false, info: {} };
  }

  private observe(): Float32Array {
    const outside = weather[this.time % weather.length]!;
    return Float32Array.of((this.degrees - 20) / 10, (outside - 20) / 10);
  }

  protected override snapshot(): EnvState {
    return { degrees: this.degrees, time: this.time };
  }

  protected override restore(state: EnvState): void {
    this.degrees = state.degrees as number;
    this.time = state.time as number;
  }
}

export const thermostat = defineEnv({
  id: 'Thermostat-v0',
  description: 'Keep a room at 20 degrees while the weather changes.',
  maxEpisodeSteps: 48,
  rewardThreshold: -40,
  options: { insulation: option(0.9, { min: 0, max: 1 }) },
  load: async () => {
    weather = (await import('./weather.js')).default;
  },
  create: ({ insulation }) => new Thermostat(insulation),
});

declare module 'trainyard' {
  interface EnvTypes {
    'Thermostat-v0': typeof thermostat;
  }
}
