import type { SnippetTemplate, TemplateLanguage } from './template.ts';

/** Files that a template is offered in, as globs: in those of `include`, or in all where that is empty, and never in those of `exclude`. */
export interface OfferedIn {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * Where a template is offered, as a completion and as a snippet. Editors from 1.108 on keep to it in snippets, which is why
 * package.json asks for that version.
 */
export function offeredIn(template: SnippetTemplate, language: TemplateLanguage): OfferedIn {
  const isMeantForSome = language === 'yaml' && template.files.length > 0;
  return { include: template.files, exclude: isMeantForSome ? [] : (neverOfferedIn[language] ?? []) };
}

/** Code for servers is of no use in declarations, tests and stories, nor in the folders that front ends are made of. */
const notForServers = [
  '*.d.{ts,mts,cts}',
  '*.{test,spec,stories,client}.{js,ts,mjs,mts,cjs,cts}',
  '**/{components,hooks,frontend,front-end,webview,browser}/**',
];

const neverOfferedIn: Readonly<Partial<Record<TemplateLanguage, readonly string[]>>> = {
  typescript: notForServers,
  javascript: notForServers,
  python: ['test_*.py', '*_test.py', 'conftest.py'],
  // Manifests of Kubernetes are the YAML that is left when what others own is taken away.
  yaml: [
    '*compose*.{yml,yaml}',
    '**/.github/**',
    '**/.gitlab-ci.yml',
    'pnpm-*.yaml',
    'mkdocs.yml',
    '*openapi*.{yml,yaml}',
  ],
};
