// Two armies that learn from each other; then one of them against an army that does anything.
import {
  type Agent,
  MeanFieldQ,
  type MeanFieldQOptions,
  presetFor,
  RandomAgent,
} from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import '../../envs/multi/index.js';
import { episodeGif, type Frame } from '../../report/index.js';
import { atLeast, atMost, defineLab, mean, median, smoothed } from '../index.js';

const ID = 'battle_book_v0';
/** Actions below are moves. */
const FIRST_ATTACK = 13;

export const lab = defineLab({
  name: 'battle',
  chapter: '9',
  title: 'A battle of two armies',
  asks: 'Does an army beat chance that knows what its neighbours do on average, and has fought against its like forty times?',
  settings: {
    ...{ seeds: 5, games: 40, tries: 20, soldiers: 16, mapSize: 30, rounds: 250 },
    ...{ batchSize: 128, learningRate: 'linear:1e-3:1e-4', hit: 0.2 },
  },
  // Too few games to win one: soldiers learn to strike where somebody stands.
  quick: {
    ...{ seeds: 1, games: 7, tries: 5, soldiers: 4, mapSize: 12, rounds: 150 },
    ...{ batchSize: 32, learningRate: 'linear:2e-3:1e-4' },
  },
  flaw: { what: 'whoever hits is paid as whoever misses', settings: { hit: 0 } },
  needs: 'files',
  async program({ seedList, games, tries, soldiers, mapSize, rounds, hit, batchSize, learningRate }, lab) {
    const { config, envOptions } = presetFor('mean-field-q', ID)!;
    const size = { mapSize, agentsPerSide: soldiers, maxCycles: rounds };
    const field = (change: object) =>
      makeVec(ID as never, { options: { ...envOptions, ...size, ...change } as never });

    const fight = (red: Agent, seed: number, isShown: boolean) => {
      const world = field({ blue: 'random' });
      const [actions, state, frames] = [new Uint8Array(soldiers), {}, [] as Frame[]];
      let [attacks, hits] = [0, 0];
      world.reset({ seed });
      for (let step = 0; ; step++) {
        if (isShown && step % 3 === 0) frames.push({ drawing: world.render!()!, return: 0, step });
        // Soldiers that always do the same in the same place would wait for each other.
        const known = { deterministic: false, neighbours: world.neighbours, state };
        red.predictBatch(world.observations, soldiers, actions, known);
        const struck = [...actions.keys()].filter((i) => world.alive![i] && actions[i]! >= FIRST_ATTACK);
        world.step(actions);
        attacks += struck.length;
        hits += struck.filter((i) => world.rewards[i]! > 0).length;
        const told = world.infos.find((info) => info?.kills !== undefined);
        if (told) return { won: told.isSuccess === true, kills: told.kills as number, attacks, hits, frames };
      }
    };
    const campaign = (red: Agent) => {
      const battles = Array.from({ length: tries }, (_, i) => fight(red, 1_000_000 + i, i === 0));
      const average = (key: 'kills' | 'attacks' | 'hits') => mean(battles.map((battle) => battle[key]));
      const wins = battles.filter(({ won }) => won).length;
      const hits = (100 * average('hits')) / Math.max(average('attacks'), 1 / tries);
      return { wins, kills: average('kills'), hits, frames: battles[0]!.frames };
    };

    const runs = await lab.each('seed', seedList, async (seed) => {
      const armies = field({ attackOpponentReward: hit });
      const options = { ...(config as MeanFieldQOptions), batchSize, learningRate, seed };
      const agent = new MeanFieldQ(armies, options as MeanFieldQOptions);
      const returns: number[] = [];
      const onEpisodeEnd = (_: unknown, soldier: { return: number }) => void returns.push(soldier.return);
      await agent.learn({ totalEpisodes: 2 * soldiers * games, callbacks: [{ onEpisodeEnd }] });
      const { frames, ...fought } = campaign(agent);
      const gif = seed === seedList[0] ? Array.from(episodeGif(frames, { width: 300 })!) : [];
      return { ...fought, returns, gif };
    });
    const all = (key: 'wins' | 'kills' | 'hits') => runs.map((run) => run[key]);
    const { wins, kills, hits } = campaign(new RandomAgent(field({ blue: 'random' }), { seed: 1 }));
    if (!lab.quick) {
      lab.check(`battles won of ${tries}, median`, median(all('wins')), atLeast(16));
      // It kills nearly everybody; whom it does not find in time is a draw.
      lab.tell(`battles won of ${tries}, worst seed`, Math.min(...all('wins')));
      lab.check(`killed of ${soldiers} in a battle, worst seed`, Math.min(...all('kills')), atLeast(6));
    }
    lab.check('attacks that hit (%), worst seed', Math.min(...all('hits')), atLeast(8));
    lab.check('an army that does anything: killed in a battle', kills, atMost(1));
    lab.tell(`its battles won of ${tries}`, wins);
    lab.tell('its attacks that hit (%)', hits);
    const series = runs.map(({ returns }, i) => {
      const { x, y } = smoothed(returns, 2 * soldiers);
      return { label: `seed ${seedList[i]}`, x: x.map((_, game) => game + 1), y };
    });
    lab.plot({ title: 'Return of a soldier in self-play, mean of a game', xLabel: 'game', series });
    lab.picture('Red has learnt, blue does anything', Uint8Array.from(runs[0]!.gif));
  },
});
