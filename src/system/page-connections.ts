import type { CodeFacts } from '../facts/code.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import type { Span } from '../text/range.ts';
import type { RunningProgram } from './build-programs.ts';
import { componentNamedBy, isForPages, isOfAnswering } from './named-components.ts';
import type { Picture } from './picture.ts';

/**
 * From programs with pages to the services that their pages call in the browser, as the names say whose addresses are
 * built into them: `NEXT_PUBLIC_BACKEND_URL`.
 */
export function addPages(picture: Picture, facts: FactsByFile, running: readonly RunningProgram[]): void {
  for (const { program } of running) {
    if (picture.find(program.name) === null) continue;
    for (const file of program.files) {
      const code = facts.get(file)?.code;
      if (code == null) continue;
      for (const { name, span } of pageNames(code)) {
        const to = componentNamedBy(picture, name);
        const site: Site = { file, span };
        if (to !== null)
          picture.connect(program.name, to.id, /WS|SOCKET/i.test(name) ? 'websocket' : 'http', 'medium', [site]);
      }
    }
  }
}

interface PageName {
  readonly name: string;
  readonly span: Span;
}

const pageNames = remembered((code: CodeFacts): readonly PageName[] => {
  const found: PageName[] = [];
  for (const part of [code.declarations, code.functions, code.classes, code.calls, code.exports]) search(part, found);
  return found;
});

/** Facts lie in each other as plain values; what is read of the environment has a name. */
function search(fact: unknown, found: PageName[]): void {
  if (Array.isArray(fact)) {
    if (typeof fact[0] !== 'number') for (const item of fact) search(item, found);
  } else if (typeof fact === 'object' && fact !== null) {
    const { kind, name, span } = fact as { readonly kind?: unknown; readonly name?: unknown; readonly span?: Span };
    if (
      kind === 'environment' &&
      typeof name === 'string' &&
      span !== undefined &&
      isForPages(name) &&
      isOfAnswering(name)
    ) {
      found.push({ name, span });
    }
    for (const value of Object.values(fact)) search(value, found);
  }
}
