import type { Library } from '../../../catalog/types.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { Guard } from '../../../facts/operations.ts';
import type { CallId } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { chainFrom } from '../../../gates/let-go/left-alone.ts';
import { lastName } from '../../../gates/origins.ts';
import { guardsAt } from '../../../link/guards-at.ts';
import type { FunctionKey, Site } from '../../../link/program-graph.ts';
import { contains } from '../../../text/spans.ts';

/** A statement that reads rows and locks them for whoever works on them. */
export interface Locking {
  readonly function: FunctionKey;
  readonly file: string;
  /** The call whose receiver says what it goes to: the statement itself, or the first of a chain that builds it. */
  readonly call: CallId;
  readonly site: Site;
  readonly guards: readonly Guard[];
  /** Rows that are locked already are left to others, as those who share out work do. */
  readonly skips: boolean;
  /** Methods that say in which transaction it runs, where the chain has one. */
  readonly within: boolean;
  /** It stands among the arguments of another statement, and is a part of that. */
  readonly isPart: boolean;
}

/** All of them that go to something which commits each statement by itself. */
export function lockingStatements({ graph, catalog }: RuleContext): readonly Locking[] {
  const libraries = new Map(catalog.libraries.map((each) => [each.id, each]));
  return [...graph.effects].flatMap(([key, effects]) =>
    effects.flatMap(({ effect, pattern, library, call, site }): readonly Locking[] => {
      const known = libraries.get(library);
      const code = graph.facts.get(site.file)?.code ?? null;
      if (known === undefined || code === null || (effect !== 'database-read' && effect !== 'database-write'))
        return [];
      if (pattern.kind !== 'method' || known.commitsEach?.includes(pattern.on) !== true) return [];
      const found = bySql(code, call) ?? byMethods(code, call, known);
      if (found === null) return [];
      return [
        {
          function: key,
          file: site.file,
          call,
          site: { file: site.file, span: code.calls[found.at]?.calleeSpan ?? site.span },
          guards: guardsAt(graph, key, site),
          skips: found.skips,
          within: found.within,
          isPart: found.isPart,
        },
      ];
    }),
  );
}

type Found = Pick<Locking, 'skips' | 'within' | 'isPart'> & { readonly at: CallId };

/** `SELECT … FOR UPDATE`; what changes rows in the same statement needs nothing around it. */
function bySql(code: CodeFacts, call: CallId): Found | null {
  const sql = code.calls[call]?.sql ?? null;
  if (sql?.kind !== 'select' || !sql.flags.includes('for-update') || sql.flags.includes('returning')) return null;
  const options = code.calls[call]?.arguments ?? [];
  const within = options.some(
    (each) =>
      each.kind === 'object' && each.properties.some(({ key }) => /^(?:transaction|trx|queryRunner)$/.test(key)),
  );
  return { at: call, skips: sql.flags.includes('skip-locked'), within, isPart: false };
}

/** `jobs().where(…).forUpdate().skipLocked()`. */
function byMethods(code: CodeFacts, call: CallId, { locksRows }: Library): Found | null {
  if (locksRows === undefined) return null;
  const chain = chainFrom(code, call);
  const names = chain.map((each) => lastName(code, each));
  const index = names.findIndex((name) => locksRows.methods.includes(name));
  const at = chain[index];
  const last = code.calls[chain.at(-1) ?? call];
  if (at === undefined || index === 0 || last === undefined) return null;
  const given = code.calls[at]?.arguments ?? [];
  const isOuter = code.calls.some(
    (each, id) => !chain.includes(id) && each.arguments.some((argument) => contains(argument.span, last.span)),
  );
  return {
    at,
    skips: names.includes('skipLocked') || given.some(skips),
    within: names.some((name) => locksRows.within.includes(name)) || (code.calls[call]?.arguments.length ?? 0) > 1,
    isPart: isOuter,
  };
}

function skips(value: CodeFacts['calls'][number]['arguments'][number]): boolean {
  return value.kind === 'object' && value.properties.some(({ key }) => key === 'skipLocked');
}
