import type { Fix } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { formulaOf } from '../system/connection-formula.ts';
import { countedPools } from '../system/counted-pools.ts';
import { type Grown, grownBeyond } from '../system/grown-pools.ts';
import { nearlyFull } from '../system/nearly-full.ts';
import type { ConnectionBudget } from '../system/types.ts';
import { offsetAt } from '../text/lines.ts';
import { noteAbove } from './note-above.ts';
import { refusal, refusalAt } from './refusal.ts';

/** Lowers an autoscaler's maximum to what the database has connections for, with the arithmetic beside it. It takes capacity away, so it asks for a review. */
export const lowerMaximum: Fix = {
  id: 'lower-maximum',
  rules: ['hpa-max-over-budget'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const at = boundAt(context, finding);
    if (at === null) return refusal('The maximum is not here any more; check the file again.');
    const { grown, condition } = at;
    const { fitting, demand, site, steering } = grown;
    if (condition !== null)
      return refusal(`Whether the sum is one hangs on whether ${condition}; say so in the manifest.`);
    if (fitting === null || fitting < 2) {
      return refusalAt(
        context.graph,
        'No maximum above one copy leaves a fifth of the connections free; make the pools smaller.',
        { file: demand.use.file, span: demand.use.fact.calleeSpan },
      );
    }
    if (steering.autoscaler.maximum?.elsewhere === true) {
      return refusalAt(context.graph, 'The maximum comes from an anchor that others may share.', site);
    }
    return { kind: 'offer', title: `Let the autoscaler start ${fitting} copies at the most` };
  },
  build: async (finding, context, { read }) => {
    const at = boundAt(context, finding);
    const text = await read(finding.file);
    const span = at?.grown.site.span;
    if (
      at === null ||
      text === null ||
      span === undefined ||
      text.slice(...span).replace(/["']/g, '') !== `${at.grown.maximum}`
    ) {
      throw new Error(`${finding.file} has changed since it was checked; check it again.`);
    }
    // A number that others take over, or that is taken over, does not stand behind the key alone.
    if (!/^[^&*#]*:[ \t]*["']?$/.test(text.slice(text.lastIndexOf('\n', span[0] - 1) + 1, span[0]))) {
      throw new Error(`The maximum in ${finding.file} comes from an anchor; change it by hand.`);
    }
    const edits = [noteAbove(text, span, noteOf(at)), { span, text: String(at.grown.fitting) }];
    return { files: [{ kind: 'change', file: finding.file, edits }], next: null };
  },
};

interface Bound {
  readonly budget: ConnectionBudget;
  readonly grown: Grown;
  readonly condition: string | null;
}

function boundAt({ graph, system }: RuleContext, { subject, file, range }: Finding): Bound | null {
  const budget = system.budgets.find(({ database }) => subject.kind === 'budget' && database === subject.database);
  const counted = budget === undefined ? null : countedPools(budget, budget.supply.usable * nearlyFull);
  const grown = budget === undefined || counted === null ? null : grownBeyond(system, budget, counted);
  const facts = graph.facts.get(file);
  if (budget === undefined || counted === null || grown === null || facts === undefined) return null;
  const isThere = grown.site.file === file && grown.site.span[0] === offsetAt(facts.lineStarts, range.start);
  return isThere ? { budget, grown, condition: counted.condition } : null;
}

/** "(5 + 2) × 10 (shop) = 70 of the 97 connections of orders-db; more than 5 copies leave less than a fifth free." */
function noteOf({ budget: { database, supply }, grown: { fitting, fitted } }: Bound): string {
  const assumed = supply.grounded ? '' : `, assuming ${supply.title} of ${supply.maximum}`;
  return `${formulaOf(fitted)} of the ${supply.usable} connections of ${database}${assumed}; more than ${fitting} copies leave less than a fifth free.`;
}
