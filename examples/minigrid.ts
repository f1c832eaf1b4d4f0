// Trains PPO on a level of MiniGrid, a family of environments with an entry point of its own: an agent that sees the 7 x 7
// cells before it learns to walk to the goal of an empty room.
//
//   npm run build
//   npx tsx examples/minigrid.ts [seed]
import {
  evaluatePolicy,
  FilterObservation,
  FlattenObservation,
  make,
  PPO,
  toText,
  vectorize,
} from 'trainyard';
// Defines every MiniGrid level; makeAsync(id) would do so by itself.
import 'trainyard/envs/minigrid';

const seed = Number(process.argv[2] ?? 0);

/** Observations hold the image, the direction and the mission; the image as a vector is enough here. */
const level = () => new FlattenObservation(new FilterObservation(make('MiniGrid-Empty-5x5-v0'), ['image']));

const agent = new PPO(vectorize(level, { numEnvs: 8 }), {
  ...{ seed, nSteps: 128, batchSize: 256, nEpochs: 10, learningRate: 1e-3, entCoef: 0.01 },
});
await agent.learn({ totalSteps: 30_000 });

const { mean } = evaluatePolicy(agent, level(), { episodes: 50, seed: 1000 });
console.log(
  `mean return of 50 episodes: ${mean.toFixed(3)} (1 - 0.9 * steps / 100; the shortest way gives 0.955)`,
);

const env = level();
let { observation } = env.reset({ seed: 1 });
for (let step = 0; step < 20; step++) {
  const result = env.step(agent.predict(observation as Float32Array));
  observation = result.observation;
  if (result.terminated || result.truncated) break;
}
console.log(toText(env.render()!));
