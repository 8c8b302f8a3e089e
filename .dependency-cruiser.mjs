/** The house of ARCHITECTURE.md as bans: who may import whom. Each carries the reason that a person sees when it trips. */

const folders = (...names) => `^src/(?:${names.join('|')})/`;
const all = [
  'text', 'facts', 'sources', 'catalog', 'capacity', 'config', 'link', 'system', 'findings', 'gates', 'rules', 'patterns',
  'fixes', 'insertions', 'diagram', 'plan', 'tallies', 'report', 'engine', 'protocol', 'host', 'server', 'client', 'webview', 'cli',
];

/** What each folder may import of ours besides itself. The rings are the first lines; surfaces come after. */
const inward = ['text', 'facts', 'catalog', 'capacity', 'config', 'link', 'system', 'findings'];
const mayImport = {
  text: [],
  facts: ['text'],
  catalog: ['text', 'facts'],
  capacity: ['text', 'facts'],
  config: ['text', 'facts', 'catalog', 'capacity'],
  link: ['text', 'facts', 'catalog', 'capacity', 'config'],
  system: ['text', 'facts', 'catalog', 'capacity', 'config', 'link'],
  findings: ['text', 'facts', 'catalog', 'capacity', 'config', 'link', 'system'],
  gates: inward,
  rules: [...inward, 'gates'],
  sources: ['text', 'facts'],
  patterns: ['text', 'catalog', 'capacity'],
  fixes: [...inward, 'patterns', 'sources'],
  insertions: [...inward, 'gates', 'patterns', 'sources', 'fixes'],
  diagram: inward,
  plan: [...inward, 'patterns', 'diagram'],
  tallies: [...inward, 'gates', 'rules', 'plan'],
  report: inward,
  engine: [...inward, 'gates', 'rules', 'sources', 'patterns', 'fixes', 'insertions', 'diagram', 'plan', 'tallies', 'report'],
  host: ['text', 'facts', 'sources', 'engine', 'config', 'catalog'],
  protocol: ['text', 'system', 'findings', 'plan'],
  server: ['host', 'engine', 'protocol', 'config', 'text', 'facts', 'findings', 'report'],
  cli: ['host', 'engine', 'config', 'text', 'facts', 'findings', 'report', 'fixes', 'diagram', 'plan', 'system'],
  client: ['protocol'],
  webview: ['protocol'],
};

const reasons = {
  text: 'Plain values at the very bottom know nothing else.',
  facts: 'The vocabulary is made of plain values alone, so that every reader and every surface can share it.',
  sources: 'A reader turns one file into facts; what a library means is decided later, when linking.',
  rules: 'A rule sees facts, graph and System only: no text, no syntax tree, no surface.',
  engine: 'The engine composes everything that is pure; hosts and surfaces compose the engine.',
  client: 'The extension host parses nothing: the client speaks to the server through protocol alone.',
  webview: 'The panel runs in a browser and gets all it shows by message.',
};

const rings = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `ring-${folder}`,
  comment: reasons[folder] ?? `src/${folder} imports only what stands before it in the house of ARCHITECTURE.md.`,
  severity: 'error',
  from: { path: folders(folder) },
  to: { path: folders(...all.filter((name) => name !== folder && !allowed.includes(name))) },
}));

const formats = ['script', 'python', 'compose', 'kubernetes', 'manifest'];

/** A package that only the named folders may import, because a second user would make it hard to replace. */
const confined = (name, packages, from, why) => ({
  name: `only-${name}`,
  comment: why,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path: packages },
});

export default {
  forbidden: [
    ...rings,
    {
      name: 'rules-stand-alone',
      comment: 'A rule imports no other rule, so that one can be read, changed or removed without the rest.',
      severity: 'error',
      from: { path: '^src/rules/([^/]+)/([^/]+)\\.ts$', pathNot: '^src/rules/index\\.ts$' },
      to: { path: '^src/rules/[^/]+/[^/]+\\.ts$', pathNot: '^src/rules/$1/$2\\.ts$' },
    },
    ...formats.map((format) => ({
      name: `reader-${format}-stands-alone`,
      comment: 'Readers of different formats never import one another; what they share stands in facts or directly in sources.',
      severity: 'error',
      from: { path: `^src/sources/${format}/` },
      to: { path: `^src/sources/(?!${format}/|yaml/)[^/]+/` },
    })),
    {
      name: 'fixes-use-edits-alone',
      comment: 'Fixes and insertions change text through each format\'s edit.ts and never read facts anew.',
      severity: 'error',
      from: { path: '^src/(?:fixes|insertions)/' },
      to: { path: '^src/sources/', pathNot: '^src/sources/[^/]+/edit\\.ts$' },
    },
    {
      name: 'protocol-is-types-and-ids',
      comment: 'Messages carry plain types; importing code would drag the engine into the client.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^src/(?!protocol/)', dependencyTypesNot: ['type-only'] },
    },
    confined('vscode', '^vscode$|/node_modules/vscode/', '^src/client/', 'Only the client knows the editor; everything else runs anywhere.'),
    confined('mermaid', '(?:^|/)node_modules/mermaid/|^mermaid$', '^src/webview/', 'Mermaid is a browser library of many megabytes; only the panel loads it.'),
    confined('ts-morph', '(?:^|/)node_modules/ts-morph/', '^src/(?:sources/script|fixes)/', 'The compiler stays behind the script reader and the fixes, so that it can be replaced.'),
    confined('yaml', '(?:^|/)node_modules/yaml/', '^src/sources/yaml/', 'A parser package is imported only by the reader of its own format.'),
    confined('jsonc-parser', '(?:^|/)node_modules/jsonc-parser/', '^src/(?:config|sources/manifest)/', 'A parser package is imported only by the reader of its own format.'),
    confined('web-tree-sitter', '(?:^|/)node_modules/web-tree-sitter/', '^src/sources/python/', 'A parser package is imported only by the reader of its own format.'),
    confined('dockerfile-ast', '(?:^|/)node_modules/dockerfile-ast/', '^src/sources/dockerfile/', 'A parser package is imported only by the reader of its own format.'),
    confined('smol-toml', '(?:^|/)node_modules/smol-toml/', '^src/sources/manifest/', 'A parser package is imported only by the reader of its own format.'),
    confined('language-server', '(?:^|/)node_modules/vscode-languageserver', '^src/server/', 'LSP types end at the server.'),
    confined('language-client', '(?:^|/)node_modules/vscode-languageclient', '^src/client/', 'The language client needs the editor.'),
    {
      name: 'node-stays-outside',
      // rehearse.mjs is no module of the product: it is a file that users get and run.
      comment: 'Node\'s own modules are for host, cli, the server\'s and the client\'s entry, so that the engine can run in a browser worker.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:host|cli|server|client)/|^src/patterns/scenarios/rehearse\\.mjs$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one idea; join them or find the third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'not-to-tests',
      comment: 'What ships never depends on what tests it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:test|scripts|examples)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
