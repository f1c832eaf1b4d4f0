// A platformer's player that is paid for news and for nothing else.
import {
  type Agent,
  type Callback,
  DQN,
  type DQNOptions,
  icm,
  namedPreset,
  RandomAgent,
} from '../../agents/index.js';
import { loadEnv, make, type WrapperSpec, wrap } from '../../envs/index.js';
import '../../envs/emulators/index.js';
import { episodeGif, playEpisode } from '../../report/index.js';
import { atLeast, atMost, defineLab, exactly, mean, median, near } from '../index.js';

const preset = namedPreset('dqn', 'book-curiosity');
const plain = preset.config as DQNOptions & { intrinsic: { features: never } };

export const lab = defineLab({
  name: 'curious-runner',
  chapter: '8',
  title: 'Curiosity runs to the right',
  asks: 'How far does a player get who is paid for what was not foreseen, and does it take an encoder that learns?',
  settings: { seeds: 3, steps: preset.totalSteps!, learningStarts: 150, batchSize: 32, limit: 150, beta: 1 },
  // Too few steps to get anywhere: what teaches the encoder.
  quick: { seeds: 1, steps: 60, learningStarts: 28, batchSize: 16, limit: 12 },
  flaw: {
    what: 'the inverse model teaches where only the forward model should',
    settings: { beta: 0.2 },
  },
  needs: 'files',
  async program({ seedList, steps, learningStarts, batchSize, limit, beta }, lab) {
    await loadEnv('Runner-v0');
    const wrappers = preset.wrappers!.map((each) =>
      each.name === 'TimeLimit' ? { ...each, options: { maxEpisodeSteps: limit } } : each,
    ) as WrapperSpec[];
    const world = () => wrap(make('Runner-v0', preset.envOptions as never), wrappers);
    const curious = (seed: number, change: object = {}) => {
      const intrinsic = icm({ features: plain.intrinsic.features, extrinsic: 0, ...change });
      return new DQN(world(), { ...plain, learningStarts, batchSize, intrinsic, seed });
    };

    const encoder = (agent: Agent) =>
      Object.entries(agent.weights()).flatMap(([name, { data }]) =>
        name.startsWith('icm_encoder') ? Array.from(data) : [],
      );
    /** Trains: furthest x of each episode, what is logged after it, how far the encoder's most moved weight moves. */
    const explore = async (agent: Agent, totalSteps = steps) => {
      const [furthest, losses]: [number[], Record<string, number>[]] = [[], []];
      const watch: Callback = {
        onEpisodeEnd: (_, { tracked }) => void furthest.push(tracked!.x_pos!),
        onMetrics: (_, step, row) => {
          if ('intrinsic/loss' in row) losses.push({ step, ...row });
        },
      };
      const before = encoder(agent);
      await agent.learn({ totalSteps, callbacks: [watch] });
      const moves = encoder(agent).map((weight, i) => Math.abs(weight - before[i]!));
      return { x: mean(furthest), furthest, losses, moved: moves.reduce((a, b) => Math.max(a, b), 0) };
    };
    const film = (agent: Agent) => {
      // As it explored: who always does the same is stuck at the first wall.
      const player = {
        predict: (seen: unknown) => agent.predict(seen, { deterministic: false }),
        predictBatch: agent.predictBatch.bind(agent),
      };
      const episodes = Array.from({ length: 8 }, (_, seed) => [...playEpisode(player, world(), { seed })]);
      const [furthest] = episodes.sort((a, b) => b.at(-1)!.return - a.at(-1)!.return);
      return episodeGif(furthest!, { width: 256 })!;
    };

    const { moved } = await explore(curious(seedList[0]!, { beta }), learningStarts + 8);
    lab.check('the forward loss alone moves weights of the encoder by', moved, exactly(0), 0);
    const runs = await lab.each('seed', seedList, async (seed) => {
      const agent = curious(seed);
      const learnt = await explore(agent);
      if (lab.quick) return { learnt, frozen: learnt, chance: learnt, gif: [] };
      return {
        learnt,
        frozen: await explore(curious(seed, { encoder: 'random' })),
        chance: await explore(new RandomAgent(world(), { seed })),
        gif: seed === seedList[0] ? Array.from(film(agent)) : [],
      };
    });
    const moves = runs.map(({ learnt }) => learnt.moved);
    lab.check('both losses move one by, least', Math.min(...moves), atLeast(1e-3));
    const ends = (key: string) =>
      mean(runs.map(({ learnt }) => mean(learnt.losses.slice(-5).map((row) => row[key]!))));
    // The book's flat line at 2.48 is that of a softmax taken twice.
    lab.check('inverse loss at the end', ends('intrinsic/inverse_loss'), atMost(2.44), 'ln 12 = 2.485');
    if (!lab.quick) {
      const fallen =
        ends('intrinsic/forward_loss') /
        mean(runs.map(({ learnt }) => learnt.losses[0]!['intrinsic/forward_loss']!));
      lab.check('forward loss at the end, over that of the first episode', fallen, atMost(0.6));
      const kinds = { learnt: 'learnt encoder', frozen: 'frozen encoder', chance: 'by chance' };
      const x = (key: string) => median(runs.map((run) => run[key as keyof typeof kinds].x));
      lab.check('mean furthest x over that by chance', x('learnt') / x('chance'), atLeast(1.5));
      lab.check('over that with a frozen random encoder', x('learnt') / x('frozen'), near(1, 0.25));
      const series = Object.entries(kinds).map(([key, label]) => {
        lab.tell(`mean furthest x, ${label}`, x(key), key === 'learnt' ? '650, later 1500' : '');
        const y = runs[0]![key as keyof typeof kinds].furthest;
        return { label, x: y.map((_, episode) => episode), y };
      });
      lab.plot({ title: 'Furthest x', xLabel: 'episode', yLabel: 'pixels', series });
      lab.picture('The trained player, the furthest of eight episodes', Uint8Array.from(runs[0]!.gif));
    }
    for (const [title, key] of [
      ['Forward loss', 'intrinsic/forward_loss'],
      ['Inverse loss', 'intrinsic/inverse_loss'],
    ] as const) {
      const series = runs.map(({ learnt: { losses } }, i) => ({
        label: `seed ${seedList[i]}`,
        ...{ x: losses.map(({ step }) => step!), y: losses.map((row) => row[key]!) },
      }));
      lab.plot({ title, xLabel: 'step', series });
    }
  },
});
