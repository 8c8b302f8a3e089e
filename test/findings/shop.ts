import { catalog } from '../../src/catalog/catalog.ts';
import type { FileFacts, SuppressionFact } from '../../src/facts/file-facts.ts';
import { factsByFile } from '../../src/facts/store.ts';
import type { Judgement } from '../../src/findings/judge.ts';
import type { Found, RuleContext } from '../../src/findings/rule.ts';
import type { RuleInfo } from '../../src/findings/types.ts';
import { undecided } from '../../src/link/decided.ts';
import type { ProgramGraph, Site } from '../../src/link/program-graph.ts';
import type { Program, System } from '../../src/system/types.ts';
import { lineStartsOf } from '../../src/text/lines.ts';

/** A shop of two files, put together by hand: what rules find in it is said by each test. */
export const limitText = "import limit from 'express-rate-limit';\n\nexport const signIn = limit({ max: 5 });\n";
export const composeText = 'services:\n  api:\n    deploy:\n      replicas: 4\n';

export function shopFacts(suppressions: readonly SuppressionFact[] = []): readonly FileFacts[] {
  return [
    { ...emptyFacts('src/limit.ts', 'script', limitText), suppressions },
    emptyFacts('compose.yaml', 'compose', composeText),
  ];
}

export function shopContext(facts: readonly FileFacts[] = shopFacts()): RuleContext {
  return { graph: shopGraph(facts), system: shopSystem, catalog, assumedInstances: 2 };
}

function shopGraph(facts: readonly FileFacts[]): ProgramGraph {
  return {
    facts: factsByFile(facts),
    packages: [],
    functions: new Map(),
    classes: new Map(),
    callees: new Map(),
    callers: new Map(),
    imports: new Map(),
    entries: [],
    routes: [],
    moments: new Map(),
    uses: [],
    effects: new Map(),
    cells: [],
    listeners: [],
    unresolved: [],
    deciding: { behind: () => undecided },
  };
}

/** Where a word first stands in one of the shop's files. */
export function siteOf(file: 'src/limit.ts' | 'compose.yaml', word: string): Site {
  const start = (file === 'compose.yaml' ? composeText : limitText).indexOf(word);
  return { file, span: [start, start + word.length] };
}

const replicas = { kind: 'place', site: siteOf('compose.yaml', '4') } as const;

export const api: Program = {
  name: 'api',
  entry: 'src/server.ts',
  folder: '',
  files: new Set(['src/limit.ts', 'src/server.ts']),
  role: 'server',
  units: [{ file: 'compose.yaml', name: 'api', container: 0 }],
  topology: {
    hosts: { minimum: 4, maximum: 4, known: 'declared', source: replicas },
    processesPerHost: { minimum: 1, maximum: 1, known: 'assumed', source: { kind: 'assumed' } },
    overlap: null,
    disk: null,
    lifetime: null,
    environment: null,
  },
};

export const shopSystem: System = {
  programs: [api],
  components: [],
  connections: [],
  budgets: [],
  singleClients: [],
  unsizedPools: [],
  poolings: [],
  proxies: [],
  balancers: [],
  scaledServices: [],
  steerings: [],
  claimedVolumes: [],
  passingVolumes: [],
  patchedPaths: [],
  shared: new Map(),
  addresses: new Map(),
  blind: ['No reader knows Ruby; scripts/seed.rb was not read.'],
};

export const limiterRule: RuleInfo = {
  id: 'ratelimit-memory-store',
  title: 'A rate limiter that counts in its own memory',
  tier: 'breaks',
  pattern: 'rate-limiting',
  base: 'warning',
  raised: 'error',
  needsInstances: true,
  scope: 'process',
  breaksAt: [],
  gates: ['shared', 'topology'],
  citation: { title: 'express-rate-limit: stores', url: 'https://express-rate-limit.mintlify.app/reference/stores' },
  summary: 'The limit is multiplied by the number of instances.',
};

export const fourInstances: Judgement = {
  severity: 'error',
  situation: 'many',
  instances: 4,
  source: replicas,
  program: api,
  programs: ['api'],
};

export function found(overrides: Partial<Found> = {}): Found {
  return {
    kind: 'found',
    site: siteOf('src/limit.ts', 'limit({'),
    judgement: fourInstances,
    confidence: 'high',
    sentences: ['5 sign-in tries a minute are really up to 20.', 'Give the limiter a store they share.'],
    related: [],
    evidence: { limit: 5, effective: 20, formula: '5 × 4' },
    subject: { kind: 'use', id: 'src/limit.ts#0' },
    symbol: 'signIn',
    ...overrides,
  };
}

function emptyFacts(path: string, language: FileFacts['language'], text: string): FileFacts {
  return {
    path,
    language,
    lineStarts: lineStartsOf(text),
    code: null,
    deployment: null,
    manifest: null,
    suppressions: [],
    problems: [],
  };
}
