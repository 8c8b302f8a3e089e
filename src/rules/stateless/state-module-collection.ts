import type { Rule } from '../../findings/rule.ts';
import { isCandidate } from '../../gates/kept-collection.ts';
import type { CellHome } from '../../link/program-graph.ts';
import { collectionVerdict } from './collection/verdict.ts';
import { switchVerdict } from './switched/verdict.ts';

const homes: ReadonlySet<CellHome['kind']> = new Set(['module', 'closure', 'global', 'export']);
/** What stands on the global object as a plain value has a rule of its own. */
const switchHomes: ReadonlySet<CellHome['kind']> = new Set(['module', 'closure', 'export']);

/** A map, set, list or table of a module, of the global object, or of a factory that runs once, which requests fill and ask. */
export const rule: Rule = {
  info: {
    id: 'state-module-collection',
    title: 'Collection kept in the process',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'warning',
    raised: 'error',
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'lifetime', 'role', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote: 'Twelve-factor processes are stateless and share-nothing.',
    },
    summary: 'A module keeps entries that requests put in and requests ask for, so each instance knows only its own.',
  },
  check: (context) =>
    context.graph.cells.flatMap((cell) => {
      if (homes.has(cell.home.kind) && isCandidate(cell)) return collectionVerdict(rule.info, context, cell, null);
      return switchHomes.has(cell.home.kind) ? switchVerdict(rule.info, context, cell) : [];
    }),
};
