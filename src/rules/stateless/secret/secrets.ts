import type { Framework } from '../../../catalog/types.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { type Chance, chancesAmong } from '../../../gates/chance.ts';
import { isSettled } from '../../../gates/settled.ts';
import { argumentOf } from '../../../link/evaluate.ts';
import type { FunctionKey, LibraryUse, Meaning, Site } from '../../../link/program-graph.ts';
import { settingOf } from '../../../link/settings.ts';

/** Something that is signed or encrypted by chance: the call that makes the secret, and who takes it. */
export interface ChanceSecret {
  readonly chance: Chance;
  /** What the secret guards, in the plural: `session cookies`. */
  readonly guards: string;
  readonly takenBy: readonly Site[];
  /** The functions that take it, in the order of `takenBy`; null for a setting. */
  readonly takers: readonly (FunctionKey | null)[];
  /** Whether anything is signed with it; what only checks with a secret of its own accepts nothing from anybody. */
  readonly signs: boolean;
  /** The framework whose setting it is; null for a secret that code hands to a call. */
  readonly framework: Framework | null;
}

/** All calls that give something else each time and become a secret, each once, in order of file and place. */
export function chanceSecrets(context: RuleContext): readonly ChanceSecret[] {
  const { graph, catalog } = context;
  const taken = [...ofUses(context), ...ofSettings(context)].flatMap(({ meanings, ...rest }) => {
    const chances = chancesAmong(graph, catalog, meanings);
    return chances.length > 0 && isSettled(graph, catalog, meanings)
      ? chances.map((chance) => ({ chance, ...rest }))
      : [];
  });
  const byPlace = new Map<string, ChanceSecret>();
  for (const { chance, guards, site, taker, signs, framework } of taken) {
    const key = `${chance.site.file}#${String(chance.site.span[0]).padStart(8, '0')}`;
    const known = byPlace.get(key);
    byPlace.set(key, {
      chance: known?.chance ?? chance,
      guards: known?.guards ?? guards,
      takenBy: [...(known?.takenBy ?? []), site],
      takers: [...(known?.takers ?? []), taker],
      signs: signs || known?.signs === true,
      framework: known === undefined ? framework : known.framework === framework ? framework : null,
    });
  }
  return [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secret]) => secret);
}

interface Taken {
  readonly meanings: readonly Meaning[];
  readonly guards: string;
  readonly site: Site;
  readonly taker: FunctionKey | null;
  readonly signs: boolean;
  readonly framework: Framework | null;
}

function ofUses({ graph }: RuleContext): readonly Taken[] {
  return graph.uses.flatMap((use) => {
    const { secret } = use.pattern;
    if (secret === undefined) return [];
    return secret.arguments.map((place) => ({
      meanings: argumentOf(graph, use, place).meanings,
      guards: secret.guards,
      site: siteOf(use),
      taker: use.function,
      signs: secret.checks !== true,
      framework: null,
    }));
  });
}

/** Settings of a framework, in programs that use it. */
function ofSettings({ graph, catalog }: RuleContext): readonly Taken[] {
  const used = new Set(graph.entries.map(({ framework }) => framework));
  return catalog.frameworks.flatMap((framework) => {
    const { id, secret } = framework;
    if (secret === undefined || !used.has(id)) return [];
    const { meanings, key } = settingOf(graph, secret.settings);
    return key === null ? [] : [{ meanings, guards: secret.guards, site: key, taker: null, signs: true, framework }];
  });
}

function siteOf({ file, fact }: LibraryUse): Site {
  return { file, span: fact.calleeSpan };
}
