// The hand-written pilot of LunarLander that comes with Gymnasium: it lands nearly every time.
import type { Space } from '../../spaces/index.js';

type ValueOf<S> = S extends Space<infer A> ? A : never;

/**
 * What a simple controller does: lean towards the helipad, fall the slower the lower, and with a leg on the ground only
 * brake.
 *
 * @param env a LunarLander, in wrappers or not; its action space tells which kind of action is wanted.
 * @param observation its observation, 8 numbers.
 * @returns an action of the environment: 0 … 3, or the throttles of main and side engines.
 * @example
 * const env = await makeAsync('LunarLander-v3');
 * let { observation } = env.reset({ seed: 1 });
 * ({ observation } = env.step(lunarLanderHeuristic(env, observation)));
 */
export function lunarLanderHeuristic<S extends Space>(
  env: { readonly actionSpace: S },
  observation: Float32Array,
): ValueOf<S> {
  const [x, y, vx, vy, angle, turn, first, second] = observation as unknown as Observation;
  const lands = first > 0 || second > 0;
  const wantedAngle = clip(x * 0.5 + vx, 0.4);
  const wantedHeight = 0.55 * Math.abs(x);
  const lean = lands ? 0 : (wantedAngle - angle) * 0.5 - turn;
  const climb = lands ? -vy * 0.5 : (wantedHeight - y) * 0.5 - vy * 0.5;
  const isContinuous = env.actionSpace.kind === 'Box';
  return (isContinuous ? throttles(climb, lean) : choice(climb, lean)) as ValueOf<S>;
}

type Observation = readonly [
  x: number,
  y: number,
  vx: number,
  vy: number,
  angle: number,
  turn: number,
  first: number,
  second: number,
];

const throttles = (climb: number, lean: number) =>
  Float32Array.of(clip(climb * 20 - 1, 1), clip(-lean * 20, 1));

function choice(climb: number, lean: number): number {
  if (climb > Math.abs(lean) && climb > 0.05) return 2;
  if (lean < -0.05) return 3;
  return lean > 0.05 ? 1 : 0;
}

const clip = (value: number, bound: number) => Math.max(-bound, Math.min(bound, value));
