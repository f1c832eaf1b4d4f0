// The lists of docs/environments.md: every environment of the core, of each family, and worlds with many agents, each with
// its picture.
import { familyOf } from '../dist/envs/families.js';
import { importFamily } from '../dist/envs/family-imports.js';
import { makeAec, multiEnvSpecs } from '../dist/envs/multi/index.js';
import { envFamilies, envSpecs, makeAsync } from '../dist/index.js';
import { drawingOf, drawingOfMany, Pictures } from './environment-pictures.mjs';

const MULTI = 'trainyard/envs/multi';
/** Random actions before the picture is taken, by how ids begin: enough for something to be seen. */
const STEPS = {
  'MinAtar/': 30,
  LunarLanderContinuous: 140,
  LunarLander: 68,
  BipedalWalker: 12,
  Runner: 70,
  Crossing: 30,
  Ising: 6,
  TicTacToe: 3,
  ConnectFour: 8,
  tictactoe: 5,
  connect_four: 17,
  battle_v4: 162 * 15,
  battle_book: 32 * 8,
  CliffWalking: 3,
  Acrobot: 40,
  'MountainCar-': 60,
};
const stepsOf = (id) => Object.entries(STEPS).find(([begin]) => id.startsWith(begin))?.[1] ?? 0;

const table = (header, rows) =>
  [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const cell = (text) => text.replaceAll('|', '\\|');
const settings = (options) =>
  Object.entries(options)
    .map(([key, value]) => `\`${cell(`${key}=${JSON.stringify(value) ?? ''}`)}\``)
    .join(' ');

/** A space in few words: kind, size, and the numbers that are not float32. */
function inShort(space) {
  const parts = (entries) => entries.map(([key, part]) => `${key}: ${inShort(part)}`).join(', ');
  switch (space.kind) {
    case 'Box':
      return `Box ${space.shape.join('x') || '1'}${space.dtype === 'float32' ? '' : ` ${space.dtype}`}`;
    case 'Dict':
      return `Dict of ${parts(Object.entries(space.spaces))}`;
    case 'Tuple':
      return `Tuple of ${space.spaces.map(inShort).join(', ')}`;
    default:
      return cell(String(space)).replaceAll(/[()]/g, ' ').trim();
  }
}

/** @returns the text of the lists, and what is wrong with the pictures. */
export async function environmentLists(root, check) {
  const pictures = new Pictures(`${root}docs/environments`, check);
  const families = envFamilies();
  for (const family of families) await importFamily(family);
  const image = (id, drawing) => `![${id}](environments/${pictures.add(id, drawing)})`;

  const row = async ({ id, description, maxEpisodeSteps, rewardThreshold, options }) => {
    const env = await makeAsync(id);
    const cells = [
      image(id, drawingOf(env, stepsOf(id))),
      `\`${id}\`<br>${cell(description)}`,
      `${inShort(env.observationSpace)}<br>${inShort(env.actionSpace)}`,
      maxEpisodeSteps?.toLocaleString('en-US') ?? '',
      rewardThreshold ?? '',
      settings(options),
    ];
    env.close();
    return cells;
  };
  const header = [
    ' ',
    'environment',
    'observations, actions',
    'step limit',
    'solved at',
    'options and their defaults',
  ];
  const list = async (specs) => {
    const rows = [];
    for (const spec of specs) rows.push(await row(spec));
    return table(header, rows);
  };

  const specs = envSpecs();
  const sections = [
    `### The core\n\nAlways there.\n\n${await list(specs.filter(({ id }) => !familyOf(id)))}`,
  ];
  for (const family of families) {
    const { entry, description, peers = [] } = family;
    const needs = peers.length > 0 ? ` They need \`npm install ${peers.join(' ')}\`.` : '';
    const own = specs.filter(({ id }) => familyOf(id) === family);
    sections.push(
      `### ${title(entry)}\n\n${description} \`import '${entry}'\` defines them; \`makeAsync\` and the command line do so ` +
        `by themselves.${needs}\n\n${await list(own)}`,
    );
    if (entry === MULTI) sections.push(worlds(image));
  }
  pictures.finish();
  return { text: sections.join('\n\n'), problems: pictures.problems };
}

/** Many agents: their own registry and contracts. */
function worlds(image) {
  const rows = multiEnvSpecs().map(({ id, description, options }) => {
    const world = makeAec(id);
    const [agent] = world.possibleAgents;
    return [
      image(id, drawingOfMany(world, stepsOf(id))),
      `\`${id}\`<br>${cell(description)}`,
      world.possibleAgents.length,
      `${inShort(world.observationSpace(agent))}<br>${inShort(world.actionSpace(agent))}`,
      settings(options),
    ];
  });
  const header = [' ', 'world', 'agents', 'observations, actions', 'options and their defaults'];
  return (
    `### Worlds with many agents\n\nOf \`${MULTI}\` too: \`makeParallel(id)\` has all agents act at once, \`makeAec(id)\` one ` +
    `after the other, as PettingZoo's two contracts do.\n\n${table(header, rows)}`
  );
}

const TITLES = {
  minigrid: 'MiniGrid',
  minatar: 'MinAtar',
  box2d: 'Box2D',
  mujoco: 'MuJoCo',
  multi: 'Board games',
};

function title(entry) {
  const name = entry.split('/').at(-1);
  return TITLES[name] ?? name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');
}
