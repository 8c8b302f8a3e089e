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
  listeners: [],
  citation: { title: 'Next.js: route.js', url: 'https://nextjs.org/docs/app/api-reference/file-conventions/route' },
};
