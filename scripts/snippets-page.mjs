import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const titles = {
  'rate-limiting': 'Rate limiting',
  queues: 'Message queues and schedules',
  connections: 'Connection limits',
  caching: 'Caching',
  stateless: 'Stateless applications',
  horizontal: 'Horizontal scaling',
  'load-balancing': 'Load balancing',
  replication: 'Database replication',
  partitioning: 'Data partitioning',
  storage: 'Files of one instance',
  autoscaling: 'Auto-scaling',
};

const languages = {
  typescript: 'TypeScript',
  javascript: 'JavaScript',
  python: 'Python',
  yaml: 'YAML',
  dockercompose: 'compose',
  dockerfile: 'Dockerfile',
  nginx: 'nginx',
  haproxy: 'HAProxy',
};

/** The page of all snippets, made of the templates themselves. `proofs` is the folder of programs that prove some of them. */
export function snippetsPage(templates, recipes, proofs) {
  const proved = provedIn(proofs);
  const sections = Object.entries(titles).map(([pattern, title]) => {
    const rows = templates.filter((template) => template.pattern === pattern).map((each) => row(each, proved));
    if (rows.length === 0) throw new Error(`There is no snippet for ${pattern}.`);
    return `## ${title}\n\n${head}\n${rows.join('\n')}\n`;
  });
  const untold = templates.filter(({ pattern }) => !(pattern in titles));
  if (untold.length > 0) throw new Error(`No section of the page takes ${untold.map(({ id }) => id).join(', ')}.`);
  if (recipes.length === 0) throw new Error('There is no recipe.');
  return `${introduction(templates)}\n${sections.join('\n')}\n${recipeSection(recipes)}`;
}

function introduction(templates) {
  return `# Snippets

<!-- Made by scripts/generate.mjs from src/patterns. -->

${templates.length} templates, each under a prefix that begins with \`scale-\`. Type the prefix in a file of its language, or take *Insert Snippet* from the command palette; those that are meant as a whole file are under *Fill File with Snippet* too. nginx and HAProxy have no language in the editor: there the prefix works in files that are named for them.

Each is expanded by the editor's own parser with every choice, and then checked: TypeScript and JavaScript by the compiler against the real libraries, and loaded by Node while their stores are down; Python byte-compiled, by its style checker, imported beside the real libraries and, where these carry types (Flask, FastAPI, redis-py, Flask-Limiter), by mypy; not against the types of Celery, pika, boto3, Django, SQLAlchemy and asyncpg. Manifests are checked by models of Kubernetes and KEDA, compose by its schema, Dockerfiles by the language server of Docker, nginx and HAProxy by themselves. All of them pass the rules of this product. Where *Proved* says two, a program with it holds on two copies with real services, and breaks without it ([proof.md](proof.md)). What came of every check, a row for each choice, is told in [snippet-checks.md](snippet-checks.md); recipes of several files stand [at the end](#recipes).
`;
}

const head = `| Prefix | What it does | In | Packages | Answers | What it costs, and when not | Proved |
|---|---|---|---|---|---|---|`;

function row({ id, prefix, title, description, languages: in_, packages, rules, tradeoffs, placement }, proved) {
  const cells = [
    `\`${prefix}\``,
    `**${title}.** ${description}${placement === 'file' ? '; a whole file' : ''}.`,
    in_.map((language) => languages[language]).join(', '),
    Object.entries(packages)
      .map(([name, range]) => `\`${name}\` ${range}`)
      .join('<br>') || '–',
    rules.map((rule) => `[${rule}](rules/${rule}.md)`).join('<br>'),
    tradeoffs,
    proved.has(id) ? 'two' : '–',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function recipeSection(recipes) {
  const rows = recipes.flatMap(({ id, title, description, rules, tradeoffs, variants }) =>
    variants.map(({ language, frameworks, files }) => {
      const packages = Object.assign({}, ...files.map(({ template }) => template.packages));
      const cells = [
        `\`${id}\``,
        `**${title}.** ${description}`,
        [language === 'python' ? 'Python' : 'TypeScript, JavaScript', frameworks.join(', ') || 'any framework'].join(
          ': ',
        ),
        files.map(({ stem }) => `\`${language === 'python' ? stem.replaceAll('-', '_') : stem}\``).join(', '),
        Object.entries(packages)
          .map(([name, range]) => `\`${name}\` ${range}`)
          .join('<br>') || '–',
        rules.map((rule) => `[${rule}](rules/${rule}.md)`).join('<br>'),
        tradeoffs,
      ];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    }),
  );
  return `## Recipes

Several files at once, by the command *Insert Scaling Pattern…*: shown whole before anything is written. The command that installs what was added is told and never run.

| Recipe | What it does | In | Writes | Packages | Answers | What it costs, and when not |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

/** Ids of snippets that a program of the folder is made of. */
function provedIn(proofs) {
  const read = (name) => JSON.parse(readFileSync(join(proofs, name, 'proof.json'), 'utf8'));
  return new Set(readdirSync(proofs).flatMap((name) => Object.values(read(name).snippets).map(({ id }) => id)));
}
