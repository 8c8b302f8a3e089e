/** The checks of a row, in the order of the columns: the words that its test is named with, or null where there is none. */
const expands = 'expands to its own code';
const rules = 'passes the rules';
const validated = (title) => [expands, title, null, null, rules];
const asked = {
  typescript: [expands, 'compiles against the real libraries', null, 'compiles against the real libraries', rules],
  javascript: validated('compiles against the real libraries'),
  python: [
    expands,
    'compiles, in the style of PEP 8',
    'is imported beside the real libraries',
    'has none of its own wrong',
    rules,
  ],
  yaml: validated('is what its model wants, with no key that it does not have'),
  // One text for both languages, which is checked as the narrower of them.
  compose: validated('is what the specification wants'),
  dockerfile: validated('is one'),
  nginx: validated('is taken by nginx'),
  haproxy: validated('is taken by HAProxy'),
  recipe: [null, 'compiles', null, null, ': nothing new is found, and it is named where it must be'],
  // What its file imports is the program's own.
  extracting: [null, null, null, null, ': nothing new is found, and it is named where it must be'],
};

/** Every snippet in each language with each choice, and every recipe in each variant, with the kind of its checks. */
export function rowsOf(snippetRows, recipeRows) {
  const snippets = snippetRows.map(({ name, template, language }) => {
    const isCompose = template.languages.includes('dockercompose');
    return { name, kind: language === 'dockercompose' || (language === 'yaml' && isCompose) ? 'compose' : language };
  });
  const recipes = recipeRows.map(({ name, variant }) => {
    return { name, kind: variant.extracts === true ? 'extracting' : 'recipe' };
  });
  if (snippets.length === 0 || recipes.length === 0) throw new Error('A table without rows proves nothing.');
  return [...snippets, ...recipes];
}

/** What came of each check of each row, by the tests' own results, and a line for everything that is wrong. */
export function checksOf(rows, results) {
  const wrong = [];
  const checks = rows.map(({ name, kind }) => {
    const cells = asked[kind].map((title) => {
      if (title === null) return '–';
      const full = title.startsWith(':') ? name + title : `${name} ${title}`;
      const own = results.filter(({ title: given }) => given === full);
      // Compose has a second language whose tests bear the name of the first.
      const found =
        own.length > 0 ? own : results.filter(({ title: given }) => given === full.replace(' yaml', ' dockercompose'));
      if (found.length === 0) wrong.push(`${name}: no test is named “${full}”.`);
      for (const { status } of found) if (status !== 'passed') wrong.push(`${full}: ${status}`);
      return 'yes';
    });
    return { name, cells };
  });
  return { checks, wrong };
}

export function checksPage(checks) {
  const lines = checks.map(({ name, cells }) => `| ${[`\`${name}\``, ...cells].join(' | ')} |`);
  return `# What snippets and recipes were checked for

<!-- Made by \`npm run check:snippets\` from the results of the tests. -->

A row for every snippet in each of its languages, for each value of its choices, and for every recipe in each of its variants: ${checks.length} in all. *Expands*: VS Code’s own snippet parser makes the code of it. *Compiles or validates*: TypeScript and JavaScript by the compiler against the real libraries, Python byte-compiled and by its style checker, manifests by models of Kubernetes and KEDA, compose by its schema, Dockerfiles by Docker’s language server, nginx and HAProxy by themselves. *Imported*: beside the real libraries. *Types*: by the compiler or mypy, as far as libraries carry types. *Rules*: this product finds nothing in a service on three instances that uses it; for recipes, nothing that was not there before. Code of JavaScript is loaded by Node besides, all of it at once, while its stores are down. What runs on two copies with real services is told in [proof.md](proof.md).

| Snippet, language, choice; or recipe | Expands | Compiles or validates | Imported | Types | Rules |
|---|---|---|---|---|---|
${lines.join('\n')}
`;
}
