import type { Value } from '../../facts/values.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { NewEnvironmentName } from '../../sources/manifest/edit.ts';
import type { Program } from '../../system/types.ts';

/** How a program finds out that it runs in production. */
export interface Production {
  /** A condition in Python, for a module that imports `os`. */
  readonly condition: string;
  /** Whether the program asks for it already, so that nothing more must be said in the environment. */
  readonly isAsked: boolean;
}

/** Names whose value is a word for where a program runs, the most telling first. */
const names = ['APP_ENV', 'ENVIRONMENT', 'FLASK_ENV', 'DJANGO_ENV', 'FASTAPI_ENV', 'PYTHON_ENV', 'ENV', 'STAGE'];

/**
 * The application's own word for production where its code asks for one, or its deployment says one; else APP_ENV, which
 * the deployment must then set.
 */
export function productionOf({ graph }: RuleContext, programs: readonly Program[]): Production {
  const code = programs.flatMap(({ files }) => [...files].map((file) => graph.facts.get(file)?.code ?? null));
  const deployments = [...graph.facts.values()].map(({ deployment }) => deployment);
  const asked = new Map([...mentionsIn(deployments), ...mentionsIn(code)]);
  const own = names.find((name) => asked.has(name));
  const fallback = own === undefined ? null : asked.get(own);
  // What runs in production unless it is told otherwise does so here as well.
  const otherwise = fallback === 'production' || fallback === 'prod' ? `, "${fallback}"` : '';
  return {
    condition: `os.environ.get("${own ?? 'APP_ENV'}"${otherwise}) in ("production", "prod")`,
    isAsked: own !== undefined,
  };
}

/** What the environment must say where the program had no word of its own; `store` is the name that production cannot do without. */
export function productionNames(
  context: RuleContext,
  programs: readonly Program[],
  store: string,
): readonly NewEnvironmentName[] {
  if (productionOf(context, programs).isAsked) return [];
  const comment = `Set to production where the service is deployed: it then refuses to start without ${store}.`;
  return [{ name: 'APP_ENV', comment, example: '' }];
}

/** The names above that facts mention, with what is taken where nothing says one. */
function mentionsIn(facts: unknown): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  const pending: unknown[] = [facts];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (isMention(next)) {
      const { fallback } = next;
      found.set(next.name, fallback?.kind === 'literal' ? String(fallback.value) : null);
    }
    pending.push(...Object.values(next).filter((each) => each !== undefined));
  }
  return found;
}

/** A value of code, or a name that a deployment gives. */
function isMention(fact: object): fact is { readonly name: string; readonly fallback?: Value | null } {
  if (!('name' in fact) || typeof fact.name !== 'string' || !names.includes(fact.name)) return false;
  return !('kind' in fact) || fact.kind === 'environment';
}
