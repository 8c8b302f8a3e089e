import type { RuleContext } from '../../../findings/rule.ts';
import { firstSentence, sourceText, withInstances } from '../../../findings/wording.ts';
import type { ConnectionBudget, ConnectionDemand } from '../../../system/types.ts';
import type { JudgedBudget } from './judge-budget.ts';

export function sentencesOf(context: RuleContext, budget: ConnectionBudget, judged: JudgedBudget): readonly string[] {
  return [firstSentence(harmWordings(budget, judged)), arithmetic(context, budget, judged), advice(judged)];
}

function harmWordings({ database, supply, unread }: ConnectionBudget, judged: JudgedBudget): readonly string[] {
  const { situation } = judged.judgement;
  const { demand, condition } = judged.counted;
  const open = unread.length === 0 ? 'may open' : 'may open at least';
  const number = situation === 'assumed' ? withInstances(judged.judgement) : '';
  if (condition !== null) {
    const start = number === '' ? 'Pools' : `${number} pools`;
    const takes = judged.over
      ? `${demand} connections, more than its ${supply.usable}`
      : `${demand} of its ${supply.usable}`;
    return [
      `${start} ${open} ${takes}, if ${condition}.`,
      `${start} ${open} ${demand} of ${supply.usable}, if ${condition}.`,
      `${start} ${open} ${demand} connections of ${supply.usable}, if all lead to ${database}.`,
    ];
  }
  const start = number === '' ? 'All pools together' : `${number} all pools together`;
  if (judged.over) {
    return [
      `${start} ${open} ${demand} connections, but ${database} takes ${supply.usable}.`,
      `Pools ${open} ${demand} connections of ${supply.usable}.`,
    ];
  }
  return [
    `${start} ${open} ${demand} of the ${supply.usable} connections that ${database} takes.`,
    `Pools ${open} ${demand} connections of ${supply.usable}.`,
  ];
}

/** "3 × 20 (api) + 2 × 10 (worker) = 80 of 97: max_connections is 100 (compose.yaml:30), of which 3 are reserved." */
export function arithmetic(
  context: RuleContext,
  { supply, elastic, unread }: ConnectionBudget,
  { formula, counted }: JudgedBudget,
): string {
  const from = sourceText(supply.source, { facts: context.graph.facts, catalog: context.catalog });
  const reserved = supply.reserved === 0 ? '' : `, of which ${supply.reserved} are reserved`;
  const limit = supply.grounded
    ? `${supply.title} is ${supply.maximum}${from}`
    : `assuming ${supply.title} of ${supply.maximum}`;
  return `${formula} of ${supply.usable}: ${limit}${reserved}${processesClause(counted.demands)}${unreadClause(unread)}${elasticClause(elastic)}.`;
}

/** Where cores or a setting say how many processes a program forks, the number in the sum is an assumption. */
function processesClause(demands: readonly ConnectionDemand[]): string {
  const unknown = demands.filter(({ processesKnown }) => !processesKnown);
  const programs = [...new Set(unknown.map(({ program }) => program))];
  const numbers = [...new Set(unknown.map(({ processesPerHost }) => processesPerHost))];
  if (programs.length === 0) return '';
  return `; assuming ${numbers.join(' and ')} processes a host for ${programs.join(' and ')}, whose number no file says`;
}

/** A pool whose size cannot be read comes on top with what it opens. */
function unreadClause(unread: ConnectionBudget['unread']): string {
  const programs = [...new Set(unread.map(({ program }) => program))];
  if (programs.length === 0) return '';
  return unread.length === 1
    ? `; one more pool of ${programs.join()} has a size that cannot be read`
    : `; ${unread.length} more pools of ${programs.join(' and ')} have sizes that cannot be read`;
}

/** How many copies such a platform runs is for its traffic to say, so only what each of them adds is a number. */
function elasticClause(elastic: ConnectionBudget['elastic']): string {
  const programs = [...new Set(elastic.map(({ program }) => program))];
  if (programs.length === 0) return '';
  return `; ${programs.join(' and ')} may come on top with every copy that traffic starts`;
}

function advice({ over, counted }: JudgedBudget): string {
  if (counted.condition !== null)
    return 'Say in the manifest where it leads, or set smaller pools so that the sum fits.';
  return over
    ? 'Set smaller pools so that the sum fits, or put a pooler such as PgBouncer in between.'
    : 'Leave room for migrations, tools and the next instance.';
}
