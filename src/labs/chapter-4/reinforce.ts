// REINFORCE on CartPole: a policy that learns from whole episodes, and what each of their steps may weigh.
import { bookWeights, namedPreset, Reinforce, type ReinforceOptions } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, atMost, defineLab, mean } from '../index.js';

/** What multiplies log π(a|s) at a step. */
const KINDS = {
  'the book’s weights': {},
  'true returns': { weighting: 'returns' },
  'true returns, as they are': { weighting: 'returns', normalizeReturns: false },
} as const satisfies Record<string, ReinforceOptions>;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as Kind[];

export const lab = defineLab({
  name: 'reinforce',
  chapter: '4',
  title: 'REINFORCE keeps a pole up',
  asks: 'How well does a policy balance that was taught by 500 episodes, by the book’s weights γᵗ(T - t) and by returns, normalised or not?',
  settings: { seeds: 10, episodes: 500, learningRate: 9e-4 },
  quick: { seeds: 1 },
  flaw: { what: 'the policy hardly changes', settings: { learningRate: 1e-6 } },
  async program({ seedList, episodes, learningRate }, lab) {
    const printed = [1.9257, 1.824, 1.724, 1.6256];
    const weights = bookWeights(50, 0.99);
    const apart = printed.map((weight, step) => Math.abs(weight - weights[step]!));
    lab.check('weights of 50 steps: from those printed, at most', Math.max(...apart), atMost(1e-4));

    const { env, config } = namedPreset('reinforce', 'book');
    const train = async (kind: Kind, seed: number) => {
      const options = { ...(config as ReinforceOptions), ...KINDS[kind], learningRate, seed };
      const agent = new Reinforce(env, options);
      const lengths: number[] = [];
      const onEpisodeEnd = (_: unknown, { length }: { length: number }) => void lengths.push(length);
      await agent.learn({ totalEpisodes: episodes, callbacks: [{ onEpisodeEnd }] });
      const greedy = evaluatePolicy(agent, env, { episodes: 100, seed: 1_000_000 }).mean;
      const moving = lengths.slice(49).map((_, i) => mean(lengths.slice(i, i + 50)));
      return { greedy, moving, best: Math.max(...moving), last: moving.at(-1)! };
    };
    const names = kinds.flatMap((kind) => seedList.map((seed) => `${kind}: ${seed}`));
    const runs = await lab.each('kind and seed', names, (name) => {
      const [kind, seed] = name.split(': ') as [Kind, string];
      return train(kind, Number(seed));
    });
    const of = (kind: Kind) => runs.filter((_, i) => names[i]!.startsWith(`${kind}: `));
    const book = of('the book’s weights');
    const good = book.filter(({ greedy, best }) => greedy >= 190 && best >= 150).length / book.length;
    lab.check('share of seeds: mean of 50 episodes ≥ 150, greedy ≥ 190', good, atLeast(0.8));
    lab.tell('best mean of 50 episodes', mean(book.map(({ best }) => best)), 180);
    // True returns end higher, as they are with less to spare; a seed of either may beat both.
    const bounds = [atLeast(150, { quick: 140 }), atLeast(160, { quick: 150 }), atLeast(150, { quick: 140 })];
    for (const [i, kind] of kinds.entries()) {
      const last = of(kind).map((run) => run.last);
      lab.check(`${kind}: mean of the last 50 episodes`, mean(last), bounds[i]!);
      lab.tell(`${kind}: from the worst seed to the best`, range(last));
      lab.tell(`${kind}: greedily`, range(of(kind).map(({ greedy }) => greedy)));
    }
    const average = (kind: Kind) =>
      of(kind)[0]!.moving.map((_, at) => mean(of(kind).map((run) => run.moving[at]!)));
    lab.plot({
      title: 'Length of episodes, means of 50 and of seeds',
      xLabel: 'episode',
      series: kinds.map((kind) => {
        const y = average(kind);
        return { label: kind, x: y.map((_, episode) => episode + 50), y };
      }),
    });
  },
});

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;
}
