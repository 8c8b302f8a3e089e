import type { Verdict } from '../../../findings/rule.ts';
import type { CountedPools } from '../../../system/counted-pools.ts';
import type { ConnectionBudget, ConnectionDemand } from '../../../system/types.ts';

export function confidenceOf({ supply }: ConnectionBudget, { demands, condition }: CountedPools): 'high' | 'medium' {
  const isWritten = demands.every((demand) => demand.poolKnown === 'literal' && demand.source.kind === 'place');
  return isWritten && supply.grounded && condition === null ? 'high' : 'medium';
}

function hostsText({ program, hosts, surge }: ConnectionDemand): string {
  const most = `${program} runs on up to ${hosts} ${hosts === 1 ? 'host' : 'hosts'}`;
  return surge === 0 ? `${most}.` : `${most}, and ${surge} more during a roll-out.`;
}

type Related = Extract<Verdict, { kind: 'found' }>['related'];

/** Each pool with its size, each line that says how many instances open it, and the line that says what the database takes. */
export function relatedOf(
  budget: ConnectionBudget,
  { demands }: CountedPools,
  at: { readonly file: string; readonly span: readonly [number, number] },
): Related {
  const places = demands.flatMap((demand): Related => {
    const pool = demand.poolSite ?? { file: demand.use.file, span: demand.use.fact.calleeSpan };
    const some = demand.poolMaximum === 1 ? 'one connection' : `${demand.poolMaximum} connections`;
    const from =
      demand.oneAtATime === true
        ? ', because it works on one job at a time'
        : demand.poolKnown === 'default'
          ? ", which is the library's default"
          : '';
    return [
      { site: pool, message: `${demand.program}: up to ${some} in each process${from}.` },
      ...(demand.source.kind === 'place'
        ? [
            {
              site: demand.source.site,
              message: hostsText(demand),
            },
          ]
        : []),
    ];
  });
  const { supply } = budget;
  const limit: Related =
    supply.source.kind === 'place'
      ? [
          {
            site: supply.source.site,
            message: `${budget.database} accepts ${supply.maximum} connections (${supply.title}).`,
          },
        ]
      : [];
  const seen = new Set([keyOf(at)]);
  return [...places, ...limit].filter(({ site }) => {
    const isNew = !seen.has(keyOf(site));
    seen.add(keyOf(site));
    return isNew;
  });
}

function keyOf(site: { readonly file: string; readonly span: readonly [number, number] }): string {
  return `${site.file}#${site.span.join('-')}`;
}
