import type { BuildKeys } from '../build-keys.ts';
import type { PageCache } from '../page-caches.ts';
import type { FileEntryPattern, Framework, Moment } from '../types.ts';
import { verbs } from './wording.ts';

const id = 'nextjs';
const inSource = (...globs: readonly string[]) => globs.flatMap((glob) => [glob, `src/${glob}`]);
const scripts = '{ts,tsx,js,jsx,mjs}';

/** Code behind `use client` runs in the browser, whatever its place. */
function placed(moment: Moment, files: readonly string[], exports: readonly string[]): FileEntryPattern {
  return {
    kind: 'file',
    framework: id,
    files: inSource(...files),
    exports,
    dependency: 'next',
    unless: 'use client',
    moment,
  };
}

const components = ['page', 'layout', 'template', 'default', 'loading', 'not-found'];
const upper = verbs.map((verb) => verb.toUpperCase());

const first = { kind: 'position', position: 0 } as const;
const caching = ['next/cache'];

/** https://nextjs.org/docs/app/guides/self-hosting#configuring-caching */
const pageCache: PageCache = {
  keeps: { modules: caching, names: ['unstable_cache'], tags: { kind: 'option', position: 2, names: ['tags'] } },
  tags: { modules: caching, names: ['cacheTag', 'unstable_cacheTag'], tags: first },
  request: { option: 'next', tags: 'tags' },
  pages: { export: 'revalidate', files: /(?:^|\/)app\/(?:.*\/)?(?:page|layout|route)\.[jt]sx?$/ },
  drops: { modules: caching, names: ['revalidateTag', 'updateTag', 'expireTag', 'unstable_expireTag'], tags: first },
  dropsPaths: { modules: caching, names: ['revalidatePath', 'expirePath', 'unstable_expirePath'], tags: first },
  configuration: {
    files: /(?:^|\/)next\.config\.[cm]?[jt]s$/,
    shared: ['cacheHandler', 'cacheHandlers', 'incrementalCacheHandlerPath'],
    withoutServer: { setting: 'output', value: 'export' },
    ownServer: { setting: 'output', value: 'standalone' },
  },
  platforms: [
    '@opennextjs/cloudflare',
    '@opennextjs/aws',
    '@cloudflare/next-on-pages',
    '@netlify/plugin-nextjs',
    'sst',
  ],
  remedy:
    'Give `next.config` a `cacheHandler` that keeps it in a store they share, with `cacheMaxMemorySize: 0`; for `use cache`, `cacheHandlers`.',
};

/** https://nextjs.org/docs/messages/failed-to-find-server-action */
const buildKeys: BuildKeys = {
  command: ['next', 'build'],
  directive: 'use server',
  environment: ['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'],
  harm: 'fail with “Failed to find Server Action”',
  remedy:
    'Build the image once, and start that same image everywhere; or give all builds one `NEXT_SERVER_ACTIONS_ENCRYPTION_KEY`.',
};

export const nextjs: Framework = {
  id,
  title: 'Next.js',
  packages: ['next'],
  types: [],
  entries: [
    { ...placed('request', [`app/**/route.${scripts}`], upper), routesBelow: ['app', 'src/app'] },
    { ...placed('request', [`pages/api/**/*.${scripts}`], ['default']), routesBelow: ['pages', 'src/pages'] },
    placed('request', [`middleware.${scripts}`, `proxy.${scripts}`], ['middleware', 'proxy', 'default']),
    placed(
      'request',
      components.map((name) => `app/**/${name}.${scripts}`),
      ['default', 'generateMetadata'],
    ),
    placed('request', [`pages/**/*.${scripts}`], ['getServerSideProps', 'getInitialProps']),
    placed('boot', [`instrumentation.${scripts}`], ['register']),
    {
      kind: 'file',
      framework: id,
      files: ['**/*'],
      exports: ['*'],
      dependency: 'next',
      directive: 'use server',
      moment: 'request',
    },
  ],
  singletons: [],
  hearsPromisesFrom: 0,
  listeners: [],
  pageCache,
  buildKeys,
  citation: { title: 'Next.js: route.js', url: 'https://nextjs.org/docs/app/api-reference/file-conventions/route' },
};
