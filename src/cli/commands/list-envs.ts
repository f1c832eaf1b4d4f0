// trainyard list envs [name]: the core and every family in groups, one family, or all about one environment.
import { algorithms } from '../../agents/index.js';
import { familyOf } from '../../envs/families.js';
import { importFamily } from '../../envs/family-imports.js';
import { type EnvFamily, type EnvSpec, envFamilies, envSpec, envSpecs } from '../../envs/index.js';
import { multiEnvSpecs } from '../../envs/multi/define-multi-env.js';
import { formatValue } from '../../io/setting-text.js';
import { bold, group, print, table } from '../print.js';

/** Families with more ids than this are summed up by how their ids begin. */
const MANY = 12;
const MULTI = 'trainyard/envs/multi';

/**
 * @param name nothing for everything, an id, how ids begin (`MiniGrid-Lava`), or a family by the last part of its entry
 *   (`minigrid`). Families are imported for it, which loads no engine.
 */
export async function listEnvs(name: string | undefined): Promise<void> {
  if (name === undefined) return listAll();
  const family = envFamilies().find(({ entry }) => entry === name || entry.endsWith(`/${name}`));
  const alike = envFamilies().filter(({ prefixes }) =>
    prefixes.some((prefix) => prefix.startsWith(name) || name.startsWith(prefix)),
  );
  for (const each of family ? [family] : alike) await importFamily(each);
  if (family) return showFamily(family, idsOf(family), true);
  const begun = envSpecs().filter(({ id }) => id.startsWith(name));
  if (begun.some(({ id }) => id === name)) return showEnv(envSpec(name));
  if (begun.length > 0) return print(rows(begun));
  await import('../../envs/multi/index.js');
  const world = multiEnvSpecs().find(({ id }) => id === name);
  if (!world) return showEnv(envSpec(name));
  print(`${bold(name)}  ${world.description}`);
  print(`In a program: import '${MULTI}' and makeParallel('${name}') or makeAec('${name}').`);
  showOptions('Options', world);
}

async function listAll(): Promise<void> {
  const outside = (specs: EnvSpec[]) => specs.filter(({ id }) => !familyOf(id));
  print(rows(outside(envSpecs())));
  for (const family of envFamilies()) {
    print();
    const failure = await importFamily(family).catch((error: Error) => error);
    if (failure instanceof Error) print(`${bold(family.entry)}  cannot be loaded: ${failure.message}`);
    else await showFamily(family, idsOf(family));
  }
}

const idsOf = (family: EnvFamily) => envSpecs().filter(({ id }) => familyOf(id) === family);

async function showFamily(
  { entry, description, prefixes, peers = [] }: EnvFamily,
  specs: EnvSpec[],
  all = false,
): Promise<void> {
  print(`${bold(entry)}  ${description}`);
  if (peers.length > 0) print(`  needs npm install ${peers.join(' ')}`);
  if (all || specs.length <= MANY) print(rows(specs, '  '));
  else
    for (const prefix of prefixes) {
      const number = specs.filter(({ id }) => id.startsWith(prefix)).length;
      print(`  ${prefix}…  ${number} environments, see 'trainyard list envs ${prefix}'`);
    }
  if (entry === MULTI) {
    await import('../../envs/multi/index.js');
    print('  Worlds with many agents, by makeParallel and makeAec:');
    print(rows(multiEnvSpecs(), '  '));
  }
}

const rows = (specs: readonly { id: string; description: string }[], indent = '') =>
  table(
    specs.map(({ id, description }) => [id, description]),
    indent,
  );

function showEnv(spec: EnvSpec): void {
  const { id, description, maxEpisodeSteps, rewardThreshold, play } = spec;
  print(`${bold(id)}  ${description}`);
  const { entry, peers = [] } = familyOf(id) ?? {};
  if (entry) print(`In a program: import '${entry}', or await makeAsync('${id}').`);
  if (peers.length > 0) print(`Needs npm install ${peers.join(' ')}`);
  print(
    maxEpisodeSteps === undefined
      ? 'No limit of steps.'
      : `Episodes are cut after ${group(maxEpisodeSteps)} steps.`,
  );
  print(
    rewardThreshold === undefined
      ? 'No threshold of return.'
      : `Solved at a mean return of ${rewardThreshold}.`,
  );
  const tuned = algorithms().flatMap(({ id: algo, presets }) => (presets?.[id] ? [algo] : []));
  print(`Tuned settings: ${tuned.join(', ') || 'none'}.`);
  if (play?.actions) print(`Actions: ${play.actions.map((action, i) => `${i} ${action}`).join(', ')}.`);
  showOptions('Options (--env-set key=value)', spec);
}

function showOptions(title: string, { options, allowed }: Pick<EnvSpec, 'options' | 'allowed'>): void {
  const choices = Object.entries(options).map(([key, value]) => [
    key,
    formatValue(value),
    allowed?.[key] ?? '',
  ]);
  if (choices.length > 0) print(`\n${title}, their defaults and values:\n${table(choices, '  ')}`);
}
