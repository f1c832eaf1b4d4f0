// Trains an agent on an environment of your own: a corridor whose exit is on the right.
// Run: npx tsx examples/own-environment.ts (after `npm run build`)
import { Box, Discrete, DQN, type Env } from 'trainyard';

class Corridor implements Env<Float32Array, number> {
  observationSpace = new Box({ low: 0, high: 1, shape: [1] });
  actionSpace = new Discrete(2); // left, right
  x = 0;

  reset() {
    this.x = 0;
    return { observation: Float32Array.of(0), info: {} };
  }

  step(action: number) {
    this.x = Math.max(0, this.x + (action === 1 ? 1 : -1));
    const terminated = this.x === 10;
    const reward = terminated ? 1 : -0.01;
    return { observation: Float32Array.of(this.x / 10), reward, terminated, truncated: false, info: {} };
  }
}

const agent = new DQN(new Corridor(), { learningRate: 1e-3, trainFreq: 1, targetUpdateInterval: 200 });
await agent.learn({ totalSteps: 5_000 });
const plan = Array.from({ length: 10 }, (_, x) => agent.predict(Float32Array.of(x / 10)));
console.log(plan.map((action) => (action === 1 ? '→' : '←')).join(' '));
