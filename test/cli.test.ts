// The command line from outside: what it prints, where it writes, how it ends.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainyard, trainyardHere } from './command.js';

let root: string;
const quick = [
  '--steps',
  '1000',
  '--seed',
  '1',
  '--set',
  'learningStarts=100',
  '--set',
  'targetUpdateInterval=500',
  '--set',
  'hiddenSizes=16,16',
  '--no-preset',
];
beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-cli-'));
  const { code } = await here('train', 'CartPole-v1', ...quick, '--out', 'run');
  expect(code).toBe(0);
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
const here = (...args: string[]) => trainyardHere(args, { cwd: root });

describe('train', () => {
  it('shows progress, ends with an evaluation, and says what can be done next', async () => {
    const { code, stdout, stderr } = await here('train', 'CartPole-v1', ...quick, '--out', 'runs/second');
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^ 10% \| +\d+\/1,000 \| [\d,]+ steps\/s \| return [\d.]+ \| ε 0\.\d+ \| 0:\d\d left\n/,
    );
    expect(stderr).toMatch(/100% \| 1,000\/1,000 .* in all\n$/);
    expect(stdout).toMatch(
      /^Training dqn on CartPole-v1 for 1,000 steps, seed 1, kernels: (wasm-fma|wasm|reference)\n/,
    );
    expect(stdout).toMatch(
      /100 greedy episodes .*: mean return [\d.]+ ± [\d.]+, (not )?solved \(threshold 475\)/,
    );
    for (const next of ['watch runs/second', 'eval runs/second', 'resume runs/second --steps 2000']) {
      expect(stdout).toContain(`  trainyard ${next}`);
    }
    expect(stdout + stderr).not.toContain('\u001b');
    for (const file of ['report.html', 'episode.gif'])
      expect(fs.existsSync(join(root, 'runs/second', file))).toBe(true);
    // Same seed, same options: the same run.
    expect(fs.readFileSync(join(root, 'runs/second/metrics.jsonl'))).toEqual(
      fs.readFileSync(join(root, 'run/metrics.jsonl')),
    );
  });

  it('trains with several seeds, sums them up, and goes on where it was', async () => {
    const args = [
      'train',
      'CartPole-v1',
      ...quick.slice(0, 2),
      ...quick.slice(4),
      '--seed',
      '5',
      '--seeds',
      '3',
    ];
    const { code, stdout, stderr } = await here(...args, '--out', 'many', '--jobs', '2');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Training dqn on CartPole-v1 with 3 seeds from 5 on, kernels: [a-z-]+\.\n/);
    for (const seed of [5, 6, 7])
      expect(stdout).toMatch(new RegExp(`\\[[123]/3\\] seed ${seed}: best [\\d.]+ ± `));
    expect(stdout).toMatch(/best weights {2}[\d.]+ \[[\d.]+, [\d.]+\], interquartile mean [\d.]+\n/);
    expect(fs.readdirSync(join(root, 'many')).sort()).toEqual(['seed-5', 'seed-6', 'seed-7']);
    fs.rmSync(join(root, 'many/seed-6'), { recursive: true });
    fs.rmSync(join(root, 'many/seed-7/result.json'));
    const again = await here(...args, '--out', 'many');
    const sorted = (text: string) =>
      text
        .replace(/\[\d\/3\]|, [\d.]+ s$/gm, '')
        .split('\n')
        .sort();
    expect(sorted(again.stdout)).toEqual(sorted(stdout));
    const other = await here(...args, '--out', 'many', '--set', 'gamma=0.5');
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(
      /'many\/seed-5' holds a run with other settings: config is .*Choose another folder/,
    );
  });

  it('says when defaults are used, and what is tuned here', async () => {
    const { stdout } = await here(
      'train',
      'MountainCar-v0',
      '--algo',
      'reinforce',
      '--steps',
      '300',
      '--out',
      'untuned',
      '--quiet',
    );
    expect(stdout).toMatch(
      /no tuned settings of reinforce for MountainCar-v0: its defaults are used\. Tuned here: .*ppo/,
    );
  });

  it('starts from settings in a file', async () => {
    fs.writeFileSync(join(root, 'mine.json'), '{ "totalSteps": 200, "config": { "hiddenSizes": [8] } }');
    const args = ['train', 'CartPole-v1', '--algo', 'reinforce', '--quiet', '--no-report'];
    const { code } = await here(...args, '--preset', 'mine.json', '--out', 'preset');
    expect(code).toBe(0);
    expect(JSON.parse(fs.readFileSync(join(root, 'preset/config.json'), 'utf8'))).toMatchObject({
      budget: { amount: 200, unit: 'steps' },
      config: { hiddenSizes: [8] },
    });
    fs.writeFileSync(join(root, 'mine.json'), '{ "totalStep": 200 }');
    const wrong = await here(...args, '--preset', 'mine.json', '--out', 'wrong');
    expect(wrong.stderr).toMatch(/'mine\.json'[\s\S]*totalStep: no such key/);
  });

  it('starts from settings of a book by their name, on the environment they are for', async () => {
    const args = ['train', '--algo', 'reinforce', '--episodes', '2', '--quiet', '--no-report'];
    const { code } = await here(...args, '--preset', 'book', '--out', 'named');
    expect(code).toBe(0);
    expect(JSON.parse(fs.readFileSync(join(root, 'named/config.json'), 'utf8'))).toMatchObject({
      env: { id: 'CartPole-v0' },
      budget: { amount: 2, unit: 'episodes' },
      config: { hiddenSizes: [150], weighting: 'book' },
    });
    expect((await here('list', 'presets', 'book')).stdout).toMatch(
      /^book reinforce on CartPole-v0, Zai & Brown .*: 500 episodes\n {2}gamma=0\.99/m,
    );
    expect((await here(...args, '--preset', 'lecture')).stderr).toMatch(
      /reinforce has no preset 'lecture'; it has book\./,
    );
    expect((await here(...args)).stderr).toMatch(/Name an environment: /);
    expect((await here('train', '--algo', 'ppo', '--preset', 'book')).stderr).toMatch(
      /ppo has no preset 'book'; it has none with a name\. .*There is one of a3c: --algo a3c --preset book\./,
    );
  });

  it('puts runs under runs/ by default and prints nothing to standard error with --quiet', async () => {
    const cwd = fs.mkdtempSync(join(root, 'default-'));
    const { stdout, stderr } = await trainyardHere(
      ['train', 'FrozenLake-v1', ...quick, '--quiet', '--no-report'],
      { cwd },
    );
    expect(stderr).toBe('');
    const [name] = fs.readdirSync(join(cwd, 'runs'));
    expect(name).toMatch(/^FrozenLake-v1-dqn-seed1-\d{14}$/);
    expect(stdout).toContain(`Run folder: runs/${name}`);
  });
});

describe('eval, watch, report, resume', () => {
  it('evaluates the run as its training did', async () => {
    const { mean, returns } = JSON.parse(fs.readFileSync(join(root, 'run/evaluation.json'), 'utf8'));
    const { code, stdout } = await here('eval', 'run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      env: 'CartPole-v1',
      algo: 'dqn',
      episodes: 100,
      mean,
      returns,
    });
    const few = JSON.parse(
      (await here('eval', 'run', '--episodes', '3', '--seed', '7', '--last', '--json')).stdout,
    );
    expect(few).toMatchObject({ weights: 'last', step: 1000, seed: 7, episodes: 3 });
    expect((await here('eval', 'run')).stdout).toMatch(/mean return [\d.]+ ± [\d.]+, mean length/);
  });

  it('lets two agents play against each other', async () => {
    const train = ['train', 'TicTacToe-v0', '--algo', 'mcts', '--no-preset', '--set', 'simulations=50'];
    await here(...train, '--steps', '5', '--no-report', '--quiet', '--out', 'board');
    const match = ['match', 'board', 'random', '--games', '20'];
    const { code, stdout } = await here(...match, '--set', 'simulations=200');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^mcts \(board\) against random on TicTacToe-v0, 20 games from seed \d+:\nwon 1[5-9]|20,/,
    );
    const told = JSON.parse((await here(...match, '--json')).stdout);
    expect(told).toMatchObject({ env: 'TicTacToe-v0', games: 20 });
    expect(told.wins + told.draws + told.losses).toBe(20);
    for (const [words, message] of [
      [['board', 'mtcs'], /mtcs: there is no such run folder, and no such algorithm/],
      [['run', 'random'], /CartPole-v1 is not one side of a game of two players/],
      [
        ['board', 'random', '--set-opponent', 'simulations=9'],
        /simulations: no such hyperparameter of random/,
      ],
    ] as const) {
      const { code, stderr } = await here('match', ...words);
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
  });

  it('plays in the terminal, and only shows the end where there is none', async () => {
    const { code, stdout } = await here('watch', 'run', '--episodes', '2');
    expect(code).toBe(0);
    expect(stdout.match(/Episode \d: return [\d.]+ in \d+ steps/g)!.length).toBe(2);
    expect(stdout).not.toContain('\u001b');
  });

  it('draws the report again', async () => {
    fs.rmSync(join(root, 'run/report.html'));
    expect(await here('report', 'run')).toMatchObject({
      code: 0,
      stdout: 'run/report.html\nrun/episode.gif\n',
    });
    expect(fs.readFileSync(join(root, 'run/report.html'), 'utf8')).toContain('CartPole-v1 · DQN');
  });
});

describe('list', () => {
  it('shows families in groups, all of one, and what is known of one of them', async () => {
    const all = (await here('list', 'envs')).stdout;
    expect(all).toMatch(/\n\ntrainyard\/envs\/minigrid {2}Grids .*\n {2}MiniGrid-… {2}56 environments, see/);
    expect(all).toMatch(/\n\ntrainyard\/envs\/mujoco {2}.*\n {2}needs npm install @mujoco\/mujoco@/);
    expect(all).toMatch(/\n {2}Ant-v5 +Walk/);
    expect((await here('list', 'envs', 'MiniGrid-')).stdout.trim().split('\n')).toHaveLength(56);
    expect((await here('list', 'envs', 'minigrid')).stdout.trim().split('\n')).toHaveLength(57);
    expect((await here('list', 'envs', 'MiniGrid-Lava')).stdout).toMatch(
      /^MiniGrid-LavaCrossingS9N1-v0 {3}Cross/,
    );
    const one = (await here('list', 'envs', 'MiniGrid-Empty-5x5-v0')).stdout;
    expect(one).toContain("import 'trainyard/envs/minigrid', or await makeAsync('MiniGrid-Empty-5x5-v0')");
    expect(one).toContain('Actions: 0 turn left, 1 turn right, 2 forward');
    expect((await here('list', 'envs', 'Ant-v5')).stdout).toContain('Needs npm install @mujoco/mujoco@');
    const battle = (await here('list', 'envs', 'battle_v4')).stdout;
    expect(battle).toMatch(/^battle_v4 {2}Two armies[\s\S]*makeParallel[\s\S]*mapSize +45/);
    expect((await here('list', 'envs', 'MiniGrid-Emty-5x5-v0')).stderr).toMatch(
      /Did you mean MiniGrid-Empty-5x5-v0/,
    );
  });

  it('loads no engine', async () => {
    // In a process in which none can be found.
    const hook = `export async function resolve(name, context, next) {
      if (/^(@mujoco|planck|jsnes|6502)/.test(name)) throw new Error('loads ' + name);
      return next(name, context);
    }`;
    const program = `import { register } from 'node:module';
      register('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(hook))});
      const { run } = await import('./dist/cli/program.js');
      process.exitCode = (await run(['list', 'envs'])) || (await run(['list', 'envs', 'Ant-v5']));`;
    const { status, stderr, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/Ant-v5 {2}Walk/);
  });

  it('lists environments, algorithms and presets, and tells about one', async () => {
    expect((await here('list', 'envs')).stdout).toMatch(/^CartPole-v1 +\S/m);
    const lake = (await here('list', 'envs', 'FrozenLake-v1')).stdout;
    expect(lake).toMatch(/isSlippery +true +true or false/);
    expect(lake).toMatch(/^Tuned settings: dqn/m);
    expect((await here('list', 'algos')).stdout).toMatch(/^dqn +Deep Q-learning/m);
    const dqn = (await here('list', 'algos', 'dqn')).stdout;
    expect(dqn).toMatch(/^ {2}gamma\*? +0\.99 +Discount factor/m);
    expect(dqn).toMatch(/^Observations: Box, .*Actions: Discrete\.$/m);
    expect((await here('list', 'wrappers')).stdout).toMatch(/^FrameStack +\S/m);
    expect((await here('list', 'wrappers', 'FrameStack')).stdout).toMatch(
      /Options \(--wrap FrameStack:stackSize=\d+\)/,
    );
    expect((await here('list', 'extractors')).stdout).toMatch(/\S/);
    expect((await here('list', 'callbacks', 'Nothing')).stderr).toMatch(/no callback called 'Nothing'/);
    expect((await here('list', 'presets')).stdout).toMatch(
      /^CartPole-v1 ppo: [\d,]+ steps, 8 environments\n {2}nSteps=32/m,
    );
  });

  it('ends quietly when nobody reads on', async () => {
    const outcome = await trainyard(['list', 'algos', 'dqn'], {
      onSpawn: (child) => child.stdout!.destroy(),
    });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('help', () => {
  it.each(['train', 'resume', 'eval', 'watch', 'report', 'list'])(
    'explains %s with examples',
    async (command) => {
      const { code, stdout } = await here(command, '--help');
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Usage: trainyard ${command} `));
      expect(stdout).toContain(`$ trainyard ${command} `);
    },
  );

  it('shows all commands and the version', async () => {
    expect((await here('--help')).stdout).toMatch(
      /train[\s\S]*resume[\s\S]*eval[\s\S]*watch[\s\S]*report[\s\S]*list/,
    );
    const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
    expect(await here('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});

describe('mistakes', () => {
  const usage: [string, string[], RegExp][] = [
    ['no command', [], /Usage: trainyard/],
    ['an unknown command', ['trian'], /unknown command 'trian'[\s\S]*Did you mean train\?/],
    ['an unknown option', ['train', 'CartPole-v1', '--stpes', '5'], /unknown option '--stpes'[\s\S]*--steps/],
    ['no environment', ['train'], /Name an environment: /],
    [
      'an unknown environment',
      ['train', 'CartPole'],
      /^error: Unknown environment "CartPole"[\s\S]*CartPole-v1/,
    ],
    [
      'an unknown algorithm',
      ['train', 'CartPole-v1', '--algo', 'dqm'],
      /^error: Unknown algorithm "dqm"; did you mean dqn/,
    ],
    [
      'steps that are no number',
      ['train', 'CartPole-v1', '--steps', 'many'],
      /'many' is invalid\. Expected a whole number ≥ 1/,
    ],
    ['no steps', ['train', 'CartPole-v1', '--steps', '0'], /Expected a whole number ≥ 1/],
    [
      'an unknown hyperparameter',
      ['train', 'CartPole-v1', '--set', 'learningrate=1'],
      /learningrate: .*did you mean learningRate/,
    ],
    [
      'an abbreviation',
      ['train', 'CartPole-v1', '--set', 'lr=1'],
      /lr: no such hyperparameter of dqn; did you mean learningRate\? 'trainyard list algos dqn' shows all/,
    ],
    [
      'an option of the environment of another kind',
      ['train', 'Pendulum-v1', '--algo', 'ppo', '--env-set', 'g=heavy'],
      /g must be a number.*got "heavy"/,
    ],
    [
      'a word that is neither true nor false',
      ['train', 'FrozenLake-v1', '--env-set', 'isSlippery=heavy'],
      /isSlippery must be true or false, got "heavy"/,
    ],
    [
      'a value out of range',
      ['train', 'CartPole-v1', '--set', 'gamma=1.5'],
      /gamma: expected a number ≤ 1, got 1\.5/,
    ],
    ['a setting without value', ['train', 'CartPole-v1', '--set', 'gamma'], /Expected key=value/],
    [
      'an unknown option of the environment',
      ['train', 'FrozenLake-v1', '--env-set', 'slippery=false'],
      /FrozenLake-v1 has no option 'slippery'/,
    ],
    ['an algorithm that does not fit', ['train', 'Pendulum-v1'], /dqn needs a Discrete action space/],
    ['a module that is not there', ['train', 'X-v0', '--import', './no.js'], /Cannot import '\.\/no\.js'/],
    ['a folder that is no run', ['eval', '.'], /'\.' is not a run folder/],
    [
      'a folder that is not there',
      ['resume', 'nowhere'],
      /'nowhere' is not a run folder: there is no such folder/,
    ],
    [
      'a folder that is in use',
      ['train', 'CartPole-v1', '--out', 'run'],
      /'run' holds a run already.*trainyard resume run/,
    ],
    ['fewer steps than taken', ['resume', 'run', '--steps', '900'], /has taken 1000 steps already/],
    ['nothing to list', ['list', 'things'], /Allowed choices are envs, algos, presets, spaces, wrappers/],
  ];
  it.each(usage)('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await here(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('tells a failure from a mistake', async () => {
    fs.writeFileSync(join(root, 'file'), '');
    const unwritable = await here('train', 'CartPole-v1', '--out', 'file/run');
    expect(unwritable).toMatchObject({ code: 1, stdout: '' });
    expect(unwritable.stderr).toMatch(/^error: Cannot create 'file\/run': a part of the path is a file/);
    const args = [
      '--set',
      'learningRate=1e30',
      '--set',
      'optimizer=sgd',
      '--set',
      'maxGradNorm=1e30',
      '--set',
      'loss=mse',
    ];
    const diverged = await here('train', 'CartPole-v1', ...quick, ...args, '--quiet', '--out', 'diverged');
    expect(diverged.code).toBe(1);
    expect(diverged.stderr).toMatch(
      /^error: Training diverged: [\s\S]*(No checkpoint was written yet|is safe in 'diverged')/,
    );
    expect(diverged.stderr).not.toMatch(/^\s+at /m);
  });

  it('shows the stack when asked to', async () => {
    expect((await here('train', 'Nope-v0', '--verbose')).stderr).toMatch(/^\s+at /m);
    expect((await trainyard(['train', 'Nope-v0'], { env: { DEBUG: '1' } })).stderr).toMatch(/^\s+at /m);
  });
});
