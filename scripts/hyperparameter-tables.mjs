// Writes each algorithm's hyperparameters from its schema into its page: the table in docs/algorithms is never typed by hand.
// `--check` only compares and fails when a page is out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { algorithms } from '../dist/agents/index.js';

const check = process.argv.includes('--check');
const stale = [];

function table(schema) {
  const rows = Object.entries(schema.shape).map(([key, field]) => {
    const value = field.safeParse(undefined).data;
    return `| \`${key}\` | \`${JSON.stringify(value) ?? 'none'}\` | ${field.description} |`;
  });
  return ['| name | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

for (const [name, { schema }] of Object.entries(algorithms)) {
  const path = fileURLToPath(new URL(`../docs/algorithms/${name}.md`, import.meta.url));
  const page = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const block = /(<!-- hyperparameters: \S+ -->\n)[\s\S]*?(<!-- \/hyperparameters -->)/;
  const updated = page.replace(block, (_, open, close) => `${open}${table(schema)}\n${close}`);
  if (!block.test(page)) stale.push(`${name}: docs/algorithms/${name}.md has no hyperparameters block`);
  else if (updated !== page) {
    if (check) stale.push(`${name}: the table in docs/algorithms/${name}.md is out of date`);
    else writeFileSync(path, updated);
  }
}

if (stale.length > 0) {
  console.error(`${stale.join('\n')}\nRun \`npm run build && npm run docs\`.`);
  process.exit(1);
}
