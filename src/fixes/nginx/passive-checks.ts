import type { DirectiveFact } from '../../facts/proxy.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { addWords, removeDirective } from '../../sources/nginx/edit.ts';
import { leadsToUpstream, passingsIn, upstreamsIn } from '../../system/passings.ts';
import { directivesWithin } from '../../system/proxies.ts';
import type { ReverseProxy } from '../../system/types.ts';
import type { TextEdit } from '../../text/edits.ts';
import { refusal, refusalAt } from '../refusal.ts';

/** What goes, and the upstream whose servers are watched by the requests that they get instead. */
export interface PassiveChecks {
  readonly removed: readonly DirectiveFact[];
  readonly upstream: DirectiveFact;
  readonly failures: number;
}

/** How often a request may fail before a server gets none for a while, where the check that goes does not say. */
const failures = 3;

/** What checks that run by themselves become, or why they cannot go. */
export function passiveChecks(
  { graph, system }: RuleContext,
  { directives }: ReverseProxy,
  check: DirectiveFact,
): PassiveChecks | Refusal {
  const [further] = system.proxies.flatMap((proxy) =>
    directivesWithin(proxy.directives)
      .filter(({ directive: { name } }) => name === 'check_status' || name === 'check_shm_size' || name === 'match')
      .map(({ directive }) => ({ file: proxy.file, directive })),
  );
  if (further !== undefined) {
    const reason = `\`${further.directive.name}\` needs the same module, and only you can say what becomes of it.`;
    return refusalAt(graph, reason, { file: further.file, span: further.directive.span });
  }
  const upstream = upstreamOf(directives, check);
  if (upstream === undefined) {
    return refusal('The upstream whose servers are checked does not stand in this file.');
  }
  const [, written] = check.words.map(({ value }) => /^(?:fall|fails)=(\d{1,4})$/.exec(value)).find(Boolean) ?? [];
  const beside = upstream.inside?.filter(({ name }) => name.startsWith('check_')) ?? [];
  const removed = beside.length > 0 && upstream.inside?.includes(check) === true ? [check, ...beside] : [check];
  return { removed, upstream, failures: Math.max(1, Number(written ?? failures)) };
}

/** The upstream around a check, else the one that its location passes requests on to. */
function upstreamOf(directives: ReverseProxy['directives'], check: DirectiveFact): DirectiveFact | undefined {
  const upstreams = upstreamsIn(directives);
  const around = upstreams.find(({ inside }) => inside?.includes(check) === true);
  if (around !== undefined) return around;
  const passing = passingsIn(directives).find(({ levels }) => levels[0]?.includes(check) === true);
  return upstreams.find(
    ({ words }) =>
      words[0] !== undefined && passing !== undefined && leadsToUpstream(passing.directive, words[0].value),
  );
}

export function passiveCheckEdits(text: string, { removed, upstream, failures: most }: PassiveChecks) {
  const servers = upstream.inside?.filter(({ name }) => name === 'server') ?? [];
  const watched = servers.flatMap((server): readonly TextEdit[] => {
    const says = (word: string) => server.words.some(({ value }) => value.startsWith(word));
    if (says('max_fails=') || says('down')) return [];
    return [addWords(text, server, `max_fails=${most}${says('fail_timeout=') ? '' : ' fail_timeout=10s'}`)];
  });
  return [...watched, ...removed.map((directive) => removeDirective(text, directive))];
}
