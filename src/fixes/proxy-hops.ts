import type { Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Site } from '../link/program-graph.ts';
import { headersOf, passingsIn } from '../system/passings.ts';
import type { Connection, Program, System } from '../system/types.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * How many proxies every request to some programs passes, each of which adds the address it sees to X-Forwarded-For. One
 * more would let whoever asks choose an address, one less would count a proxy's, so that anything unsure is refused.
 */
export function proxyHops({ graph, system }: RuleContext, programs: readonly Program[]): number | Refusal {
  const counts = new Set<number>();
  for (const program of programs) {
    const own = system.components.filter((each) => each.id === program.name || each.program === program.name);
    for (const { id } of own) {
      const ways = depthsOf(system, id, new Set());
      if (ways.length === 0) continue;
      const silent = ways.find(({ silentAt }) => silentAt !== null)?.silentAt ?? null;
      if (silent !== null) return refusalAt(graph, silence, silent);
      for (const { hops } of ways) counts.add(hops);
    }
  }
  const [hops, ...others] = counts;
  if (hops === undefined) return refusal('No proxy is seen in front, so how many there are is not known.');
  return others.length === 0 ? hops : refusal('Requests come through more proxies on one way than on another.');
}

const silence = 'The proxy does not add who asks to X-Forwarded-For here, so whoever asks could write the address.';

interface Way {
  readonly hops: number;
  /** Where a proxy passes requests on without a word about who asked; null where each adds one. */
  readonly silentAt: Site | null;
}

/** All ways from outside to a component, by the proxies that they go through. */
function depthsOf(system: System, to: string, seen: ReadonlySet<string>): readonly Way[] {
  if (seen.has(to)) return [];
  return frontsOf(system, to).flatMap((front) => {
    const silentAt = silentPlace(system, front);
    const outer = depthsOf(system, front.from, new Set([...seen, to]));
    if (outer.length === 0) return [{ hops: 1, silentAt }];
    return outer.map((way) => ({ hops: way.hops + 1, silentAt: silentAt ?? way.silentAt }));
  });
}

function frontsOf({ components, connections }: System, to: string): readonly Connection[] {
  const fronts = new Set(
    components.flatMap(({ id, kind }) => (kind === 'loadbalancer' || kind === 'gateway' ? [id] : [])),
  );
  return connections.filter((each) => each.kind === 'http' && each.to === to && fronts.has(each.from));
}

/** `$proxy_add_x_forwarded_for` alone keeps what outer proxies said, and is the same as the address where there is none. */
function silentPlace({ proxies }: System, { evidence }: Connection): Site | null {
  const passings = proxies.flatMap((proxy) =>
    passingsIn(proxy.directives).flatMap((passing) => {
      const [target] = passing.directive.words;
      const leadsHere = evidence.some(({ file, span }) => file === proxy.file && span[0] === target?.span[0]);
      return leadsHere ? [{ file: proxy.file, ...passing }] : [];
    }),
  );
  const silent = passings.find(
    ({ levels }) =>
      !headersOf(levels).some(
        ({ words: [name, value] }) =>
          name?.value.toLowerCase() === 'x-forwarded-for' && value?.value === '$proxy_add_x_forwarded_for',
      ),
  );
  if (silent !== undefined) return { file: silent.file, span: silent.directive.span };
  return passings.length > 0 ? null : (evidence[0] ?? null);
}
