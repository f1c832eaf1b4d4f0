// Fills every block `<!-- generated: NAME … -->` … `<!-- /generated -->` of README.md and docs/ from the code: tables of
// hyperparameters, lists of what there is with pictures, help texts. `--check` only compares and fails when a page or a
// picture is out of date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeProgram } from '../dist/cli/program.js';
import { algorithms, extractors, intrinsicShape, intrinsics, wrappers } from '../dist/index.js';
import { labNames, loadLab } from '../dist/labs/index.js';
import { LabFolder } from '../dist/labs/kit/folder.js';
import { indexPage } from '../dist/labs/kit/index-page.js';
import { commandOf } from '../dist/labs/kit/run-labs.js';
import { environmentLists } from './environment-page.mjs';

const check = process.argv.includes('--check');
const root = fileURLToPath(new URL('..', import.meta.url));

const program = await makeProgram();

const table = (header, rows) =>
  [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const code = (value) => `\`${JSON.stringify(value) ?? 'none'}\``;
const named = (list, id) => {
  const found = list.find((each) => each.id === id);
  if (!found) throw new Error(`there is no '${id}'; known: ${list.map((each) => each.id).join(', ')}`);
  return found;
};

/** Each field with its default; `none` where it has to be left out or given. */
function fields(shape) {
  const rows = Object.entries(shape).map(([key, field]) => [
    `\`${key}\``,
    code(field.safeParse(undefined).data),
    field.description,
  ]);
  return table(['name', 'default', 'meaning'], rows);
}

const hyperparameters = (id) => fields(named(algorithms(), id).schema.shape);
/** Those of every intrinsic reward, or what one of them adds or has other defaults for. */
const intrinsicOptions = (id) => fields(id ? named(intrinsics(), id).schema.shape : intrinsicShape);

/** The spaces of the definitions, as yes and no. */
function spaces() {
  const kinds = ['Box', 'Discrete', 'MultiDiscrete', 'MultiBinary', 'Dict', 'Tuple', 'Text', 'OneOf'];
  const marks = (taken) => kinds.map((kind) => (taken.includes(kind) ? 'yes' : ''));
  const part = (which) =>
    table(
      [which, ...kinds],
      algorithms()
        .filter((algorithm) => algorithm.spaces)
        .map((algorithm) => [`\`${algorithm.id}\``, ...marks(algorithm.spaces[which])]),
    );
  return `${part('observations')}\n\n${part('actions')}`;
}

const listed = (list) =>
  table(
    ['name', 'what it is'],
    list.map(({ id, text }) => [`\`${id}\``, text]),
  );

/** What `tune` tries of each algorithm. */
function searchSpaces() {
  const rows = algorithms()
    .filter(({ searchSpace }) => searchSpace)
    .map(({ id, searchSpace }) => [
      `\`${id}\``,
      Object.keys(searchSpace)
        .map((key) => `\`${key}\``)
        .join(', '),
    ]);
  return table(['algorithm', 'parameters'], rows);
}

/** What `trainyard COMMAND --help` prints in a terminal of 100 columns. */
function help(name) {
  const command = name ? program.commands.find((each) => each.name() === name) : program;
  if (!command) throw new Error(`there is no command '${name}'`);
  let text = '';
  const writeOut = (chunk) => {
    text += chunk;
  };
  command.configureOutput({ writeOut, getOutHelpWidth: () => 100, getOutHasColors: () => false });
  command.outputHelp();
  return `\`\`\`text\n${text.trim()}\n\`\`\``;
}

/** A table of docs/benchmarks.md, or the rows of it whose first cell begins with one of `names`. */
function benchmarks(argument) {
  const [section, names] = argument.split(':');
  const text = readFileSync(`${root}docs/benchmarks.md`, 'utf8');
  const part = text.split('\n## ').find((each) => each.startsWith(section));
  if (!part) throw new Error(`docs/benchmarks.md has no section ${section}`);
  const [header, rule, ...rows] = part
    .split('\n\n')
    .find((each) => each.startsWith('|'))
    .trim()
    .split('\n');
  const bare = (row) => row.replaceAll('*', '');
  const wanted = names?.split(',').map((name) => {
    const row = rows.find((each) => bare(each).startsWith(`| ${name} `));
    if (!row) throw new Error(`docs/benchmarks.md has no row ${name} in ${section}`);
    return row;
  });
  return [header, rule, ...(wanted ?? rows)].join('\n');
}

const blocks = {
  benchmarks,
  hyperparameters,
  spaces,
  'search-spaces': searchSpaces,
  environments: () => environmentText,
  help,
  algorithms: () => listed(algorithms().map(({ id, summary }) => ({ id, text: summary }))),
  wrappers: () => listed(wrappers().map(({ id, description }) => ({ id, text: description }))),
  'intrinsic-options': intrinsicOptions,
  intrinsics: () => listed(intrinsics().map(({ id, summary }) => ({ id, text: summary }))),
  extractors: () => listed(extractors().map(({ id, summary }) => ({ id, text: summary }))),
  commands: () =>
    program.commands.map((command) => `### ${command.name()}\n\n${help(command.name())}`).join('\n\n'),
};

const BLOCK = /(<!-- generated: ([\w-]+)(?: (\S+))? -->\n)[\s\S]*?(<!-- \/generated -->)/g;

/** The index of a full run of all labs, from what each of them found. */
async function labIndex() {
  const out = 'docs/labs';
  const folder = new LabFolder(root + out);
  const command = commandOf({ name: 'all', out, backend: 'native' });
  const outcomes = [];
  for (const name of labNames) {
    const result = folder.lastResult(name);
    const settings = JSON.stringify((await loadLab(name)).settings);
    if (result && JSON.stringify(result.settings) === settings) outcomes.push({ result });
    else problems.push(`docs/labs has no run of ${name} with its settings: ${command}`);
  }
  return indexPage(outcomes, folder, command);
}

function update(page, text, updated) {
  if (updated === text) return;
  if (check) problems.push(`${page} is out of date`);
  else writeFileSync(root + page, updated);
}

const pages = ['README.md', ...readdirSync(`${root}docs`, { recursive: true }).map((file) => `docs/${file}`)];
const { text: environmentText, problems } = await environmentLists(root, check);
const documented = new Set();
for (const page of pages.filter((file) => file.endsWith('.md'))) {
  const text = readFileSync(root + page, 'utf8');
  const updated = text.replace(BLOCK, (whole, open, name, argument, close) => {
    try {
      if (!blocks[name]) throw new Error(`unknown block '${name}'; known: ${Object.keys(blocks).join(', ')}`);
      if (name === 'hyperparameters') documented.add(argument);
      return `${open}${blocks[name](argument)}\n${close}`;
    } catch (error) {
      problems.push(`${page}: ${error.message}`);
      return whole;
    }
  });
  update(page, text, updated);
}
const labPage = 'docs/labs/index.md';
update(labPage, readFileSync(root + labPage, 'utf8'), await labIndex());
for (const { id } of algorithms()) {
  if (!documented.has(id))
    problems.push(`no page has the hyperparameters of ${id}: <!-- generated: hyperparameters ${id} -->`);
}

if (problems.length > 0) {
  console.error(`${problems.join('\n')}\nRun \`npm run build && npm run docs\`.`);
  process.exit(1);
}
