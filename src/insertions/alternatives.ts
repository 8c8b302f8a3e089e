import type { SnippetTemplate, TemplatePattern } from '../patterns/template.ts';
import { plainName } from './suits.ts';

/** Patterns of which a program has one kind: whoever has a driver, or a broker, does not look for another. */
const ofOneKind: ReadonlySet<TemplatePattern> = new Set(['connections', 'replication', 'queues']);

/** Templates without those for another database or broker than the program has. */
export function withoutAlternatives(
  templates: readonly SnippetTemplate[],
  has: ReadonlySet<string>,
): readonly SnippetTemplate[] {
  const settled = new Set(templates.filter((each) => isThere(each, has)).map(({ pattern }) => pattern));
  return templates.filter(
    (each) =>
      !ofOneKind.has(each.pattern) ||
      !settled.has(each.pattern) ||
      Object.keys(each.packages).length === 0 ||
      isThere(each, has),
  );
}

/** Whether a template may be told as the answer to a finding: it is for a framework, or for what the program has. */
export function mayAnswer(template: SnippetTemplate, has: ReadonlySet<string>): boolean {
  return template.frameworks.length > 0 || Object.keys(template.packages).length === 0 || isThere(template, has);
}

function isThere({ packages }: SnippetTemplate, has: ReadonlySet<string>): boolean {
  return Object.keys(packages).some((name) => has.has(plainName(name)));
}
