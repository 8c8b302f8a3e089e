import { rule } from '../../src/rules/caching/next-isr-local-cache.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const manifest = `
  # file: package.json
  { "name": "shop", "scripts": { "build": "next build", "start": "next start" }, "dependencies": { "next": "^15.0.0", "react": "^19.0.0"MORE } }
`;

const compose = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: npm start
      deploy:
        replicas: 3
`;

const config = (options = ''): string => `
  // file: next.config.ts
  const config = { ${options} };
  export default config;
`;

/** A shop whose menu is kept and whose action changes it. */
const shop = (kept: string, action: string, { options = '', more = '', deployed = compose } = {}): string => `
  // file: app/page.tsx
  import { menu } from '../lib/menu.ts';
  export default async function Page() { return (await menu()).name; }

  // file: lib/menu.ts
  ${kept}

  // file: app/actions.ts
  'use server';
  import { menuTag } from '../lib/tags.ts';
  import { database } from '../lib/database.ts';
  import { revalidatePath, revalidateTag, updateTag } from 'next/cache';
  export async function change(data) {
    await database.menu.update(data);
  ${action}
  }

  // file: lib/tags.ts
  export const menuTag = 'menu';
${config(options)}${deployed}${manifest.replace('MORE', more)}`;

const cached = `import { unstable_cache } from 'next/cache';
  import { database } from './database.ts';
  export const menu = unstable_cache(() => database.menu.find(), ['menu'], { tags: ['menu'] });`;

const mark = (before: number, length: number) =>
  `\n  //${' '.repeat(before - 2)}${'^'.repeat(length)} next-isr-local-cache`;
const drop = `    revalidateTag('menu');`;
const marked = `${drop}${mark(4, 13)}`;

const silent: readonly RuleCase[] = [
  {
    name: 'the configuration shares the cache',
    files: shop(cached, drop, { options: `cacheHandler: './handler.mjs', cacheMaxMemorySize: 0` }),
    gate: 'shared',
  },
  {
    name: 'it does so in older words',
    files: shop(cached, drop, { options: `experimental: { incrementalCacheHandlerPath: './handler.mjs' }` }),
    gate: 'shared',
  },
  {
    name: 'it is set afterwards',
    files: shop(cached, drop).replace(
      'export default config',
      `if (process.env.REDIS_URL) config.cacheHandler = './handler.mjs';\n  export default config`,
    ),
    gate: 'shared',
  },
  { name: 'the pages are files', files: shop(cached, drop, { options: `output: 'export'` }), gate: 'scope' },
  {
    name: 'nothing says that it runs on hosts of its own',
    files: shop(cached, drop, { deployed: '' }),
    gate: 'topology',
  },
  {
    name: 'the platform shares it',
    files: shop(cached, drop, { more: ', "@opennextjs/cloudflare": "^1.0.0"' }),
    gate: 'shared',
  },
  { name: 'another tag is dropped', files: shop(cached, `    revalidateTag('orders');`), gate: 'none' },
  {
    name: 'nothing is kept',
    files: shop(`import { database } from './database.ts';\n  export const menu = () => database.menu.find();`, drop),
    gate: 'none',
  },
  {
    name: 'a page is drawn for each request, and the path is for the browser',
    files: shop(cached, `    revalidatePath('/');`),
    gate: 'none',
  },
  { name: 'nothing is dropped', files: shop(cached, ''), gate: 'none' },
  {
    name: 'a function of the same name',
    files: shop(cached, drop).replace(
      `import { revalidatePath, revalidateTag, updateTag } from 'next/cache';`,
      `import { revalidateTag } from '../lib/search.ts';`,
    ),
    gate: 'none',
  },
];

const shared: RuleCase['silentWhen'] = [
  { name: 'the cache is shared', replace: [['const config = { ', `const config = { cacheHandler: './handler.mjs', `]] },
];

const found: readonly RuleCase[] = [
  {
    name: 'what a function gives, by its tag',
    files: shop(cached, marked),
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: [
          '`revalidateTag` clears the cache of one instance alone',
          'Each of 3 instances (compose.yaml:6)',
          'cacheHandler',
        ],
        related: ['lib/menu.ts:3'],
      },
    ],
    silentWhen: [
      ...(shared ?? []),
      {
        name: 'nothing is kept',
        replace: [
          [`unstable_cache(() => database.menu.find(), ['menu'], { tags: ['menu'] })`, '() => database.menu.find()'],
        ],
      },
    ],
  },
  { name: 'a tag that has a name', files: shop(cached, `    updateTag(menuTag);${mark(4, 9)}`), silentWhen: shared },
  {
    name: 'the answer of a request',
    files: shop(
      `export const menu = async () => (await fetch('https://cms.shop.dev/menu', { next: { tags: ['menu'] } })).json();`,
      marked,
    ),
    silentWhen: shared,
  },
  {
    name: 'the answer of a request that goes through a function of the program',
    files: shop(
      `import { get } from './requests.ts';
  export const menu = async () => (await get({ path: 'menu', options: { next: { tags: ['menu'] } } })).data;`,
      marked,
    ),
    silentWhen: [
      ...(shared ?? []),
      { name: 'it is kept under another tag', replace: [["tags: ['menu']", "tags: ['orders']"]] },
    ],
  },
  {
    name: 'a function that says so itself',
    files: shop(
      `import { cacheTag } from 'next/cache';
  import { database } from './database.ts';
  export async function menu() {
    'use cache';
    cacheTag('menu');
    return database.menu.find();
  }`,
      marked,
    ),
    silentWhen: shared,
  },
  {
    name: 'tags that are put together',
    files: shop(
      `import { unstable_cache } from 'next/cache';
  import { database } from './database.ts';
  export const menu = (id) => unstable_cache(() => database.menu.find(id), [id], { tags: [\`menu-\${id}\`] })();`,
      `    revalidateTag(\`menu-\${data.id}\`);${mark(4, 13)}`,
    ),
    silentWhen: shared,
  },
  {
    name: 'a page of some seconds, by its path',
    files: `${shop(cached, `    revalidatePath(\`/dishes/\${data.id}\`);${mark(4, 14)}`)}
  // file: app/(shop)/dishes/[id]/page.tsx
  export const revalidate = 3600;
  export default async function Page() { return 'dish'; }
`,
    silentWhen: [{ name: 'the page is drawn for each request', replace: [['export const revalidate = 3600;', '']] }],
  },
  {
    name: 'a tag that whoever asks names',
    files: shop(cached, `    revalidateTag(data.tag);${mark(4, 13)}`),
    silentWhen: shared,
  },
  {
    name: 'nobody says how many run',
    files: shop(cached, marked, { deployed: compose.replace(/ *deploy:\n *replicas: 3\n/, '') }),
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances'] }],
    silentWhen: shared,
  },
  {
    name: 'it is built to run by itself',
    files: shop(cached, marked, { deployed: '', options: `output: 'standalone'` }),
    silentWhen: [{ name: 'it is not', replace: [[`output: 'standalone'`, '']] }],
  },
];

checkRule(rule, [...silent, ...found]);
