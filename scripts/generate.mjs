// Writes everything tabular from rule metadata, patterns, verdicts on real applications and what is said of the seed. `--check` writes nothing and fails when something is stale.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadSource } from './load-source.mjs';
import { projectsTable, rulesTable } from './projects-table.mjs';
import { snippetsPage } from './snippets-page.mjs';

const check = process.argv.includes('--check');
const { fixes } = await loadSource('src/fixes/index.ts');
const { rules, summaryRules } = await loadSource('src/rules/index.ts');
const { snippetTemplates } = await loadSource('src/patterns/index.ts');
const { recipes } = await loadSource('src/patterns/recipes/index.ts');
const { seedTable } = await loadSource('test/seed/page.ts');
const infos = [...rules, ...summaryRules].map((rule) => rule.info).sort((a, b) => (a.id < b.id ? -1 : 1));

const files = {
  'README.md': between(between(textOf('README.md'), 'rules', ruleTable('docs/rules/')), 'settings', settingsTable()),
  'src/patterns/scenarios/rehearse-text.ts': rehearseText(),
  'docs/rules/README.md': rulesPage(),
  'docs/snippets.md': snippetsPage(snippetTemplates, recipes, 'test/proof-of-snippets'),
  'docs/seed.md': between(textOf('docs/seed.md'), 'seed', await seedTable()),
  'test/projects/README.md': between(
    between(textOf('test/projects/README.md'), 'verdicts', projectsTable('test/projects')),
    'by-rule',
    rulesTable(
      'test/projects',
      infos.map(({ id }) => id),
    ),
  ),
};

let stale = false;
for (const [file, text] of Object.entries(files)) {
  if (textOf(file) === text) continue;
  if (check) {
    console.error(`${file} is stale: run \`npm run generate\`.`);
    stale = true;
  } else {
    writeFileSync(file, text);
    console.log(`${file}: written`);
  }
}
console.log(
  `${infos.length} rules in README.md and docs/rules/README.md, verdicts in test/projects/README.md, the seed in docs/seed.md`,
);

// Snippets and the schema have scripts of their own, because the editor's build uses the one, and its tests the other.
for (const script of ['scripts/generate-snippets.mjs', 'scripts/generate-schema.mjs']) {
  const { status } = spawnSync(process.execPath, [script, ...(check ? ['--check'] : [])], { stdio: 'inherit' });
  if (status !== 0) stale = true;
}
if (stale) process.exit(1);

/** The rehearsal's script as a text, because what writes it beside a plan reads no file. */
function rehearseText() {
  const text = JSON.stringify(textOf('src/patterns/scenarios/rehearse.mjs'));
  return `/** The text of rehearse.mjs. Made by scripts/generate.mjs. */\nexport const rehearseText =\n  ${text};\n`;
}

function ruleTable(folder, chosen = infos) {
  const rows = chosen.map((info) => {
    const severity = info.raised === null || info.raised === info.base ? info.base : `${info.base}, ${info.raised}`;
    const made = fixes.filter(({ rules }) => rules.includes(info.id)).map(({ id }) => `\`${id}\``);
    return `| [${info.id}](${folder}${info.id}.md) | ${severity} | ${cell(info.summary)} | ${made.join('<br>')} |`;
  });
  return ['| Rule | Severity | What it finds | Quick fix |', '|---|---|---|---|', ...rows].join('\n');
}

/** The editor's settings as package.json contributes them, in its order, with the words of package.nls.json. */
function settingsTable() {
  const { configuration } = JSON.parse(textOf('package.json')).contributes;
  const words = JSON.parse(textOf('package.nls.json'));
  const said = (text) => cell(text.replace(/^%(.+)%$/, (_, key) => words[key] ?? key));
  const rows = Object.entries(configuration.properties)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(
      ([name, setting]) =>
        `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${said(setting.markdownDescription)} |`,
    );
  return ['| Setting | Default | What it does |', '|---|---|---|', ...rows].join('\n');
}

function rulesPage() {
  const patterns = [...new Set(infos.map((info) => info.pattern))].sort();
  const sections = patterns.map((pattern) => {
    const chosen = infos.filter((info) => info.pattern === pattern);
    return `## ${title(pattern)}\n\n${ruleTable('', chosen)}\n`;
  });
  const head = [
    '# Rules',
    '',
    '<!-- Made by scripts/generate.mjs from the rules themselves. -->',
    '',
    'Severity is the base; how many instances run, and whether the code is proved to run at a request, decide the rest.',
    '',
  ];
  return `${head.join('\n')}\n${sections.join('\n')}`;
}

function title(pattern) {
  return pattern[0].toUpperCase() + pattern.slice(1).replaceAll('-', ' ');
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

function between(text, name, content) {
  const marks = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [start, end] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (start < 0 || end < start) throw new Error(`The marks ${marks.join(' and ')} are missing.`);
  return `${text.slice(0, start + marks[0].length)}\n${content}\n${text.slice(end)}`;
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
