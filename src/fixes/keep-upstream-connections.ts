import type { DirectiveFact } from '../facts/proxy.ts';
import type { Fix } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { addBehind, isStill, isTemplate } from '../sources/nginx/edit.ts';
import { closedBy } from '../system/closed-connections.ts';
import { headersOf, isBefore, leadsToUpstream, type Passing, passingsIn, upstreamsIn } from '../system/passings.ts';
import type { ReverseProxy } from '../system/types.ts';
import { offsetAt } from '../text/lines.ts';
import { type PassedLine, passedLineEdits, placeObstacle } from './nginx/passed-lines.ts';
import { secondsBehind } from './nginx/seconds-behind.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * Makes locations pass requests on by connections that stay open, as their upstream is told to keep them. What answers
 * there sees connections on which nobody asks anything from then on, so it asks for a review.
 */
export const keepUpstreamConnections: Fix = {
  id: 'keep-upstream-connections',
  rules: ['nginx-upstream-keepalive'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const kept = keptAt(context, finding);
    if (kept === null) return refusal('The upstream is not here any more; check the file again.');
    const [against] = kept.closing.flatMap((passing) => placeObstacle(context.graph, kept.proxy.file, passing) ?? []);
    if (against !== undefined) return against;
    const opening = kept.closing.find(({ levels }) => headersOf(levels).some(asksForSockets));
    if (opening !== undefined) {
      const reason =
        'The location passes `Upgrade` on, for which `Connection` must not be empty; only you can say when.';
      return refusalAt(context.graph, reason, { file: kept.proxy.file, span: opening.directive.span });
    }
    const where = kept.closing.length === 1 ? 'the location' : `the ${kept.closing.length} locations`;
    return { kind: 'offer', title: `Keep the connections of ${where} to ${kept.name}` };
  },
  build: async (finding, context, { read }) => {
    const kept = keptAt(context, finding);
    const text = await read(finding.file);
    if (kept === null || text === null || !kept.closing.every(({ directive }) => isStill(text, directive))) {
      throw new Error(`${finding.file} has changed since it was checked; check it again.`);
    }
    if (isTemplate(text)) throw new Error(`${finding.file} is filled in before nginx reads it; write the lines there.`);
    const wanted = kept.closing.map((passing) => ({ passing, lines: linesFor(passing) }));
    const edits = [...passedLineEdits(text, wanted), ...timeoutEdits(context, text, kept)];
    return { files: [{ kind: 'change', file: finding.file, edits }], next: null };
  },
};

interface Kept {
  readonly proxy: ReverseProxy;
  readonly upstream: DirectiveFact;
  readonly keepalive: DirectiveFact;
  readonly name: string;
  readonly closing: readonly Passing[];
}

function keptAt({ graph, system }: RuleContext, finding: Finding): Kept | null {
  const facts = graph.facts.get(finding.file);
  const proxy = system.proxies.find(({ file }) => file === finding.file);
  if (facts === undefined || proxy === undefined) return null;
  const at = offsetAt(facts.lineStarts, finding.range.start);
  for (const upstream of upstreamsIn(proxy.directives)) {
    const keepalive = upstream.inside?.find(({ span }) => span[0] === at);
    const name = upstream.words[0]?.value;
    if (keepalive === undefined || name === undefined) continue;
    const using = passingsIn(proxy.directives).filter(({ directive }) => leadsToUpstream(directive, name));
    return { proxy, upstream, keepalive, name, closing: using.filter((passing) => closedBy(passing) !== null) };
  }
  return null;
}

function asksForSockets({ words }: DirectiveFact): boolean {
  return words[0]?.value.toLowerCase() === 'upgrade';
}

function linesFor(passing: Passing): readonly PassedLine[] {
  const header = { header: 'Connection', value: '""' };
  return closedBy(passing) === 'version' ? [{ header: null, value: '1.1' }, header] : [header];
}

/** An upstream can be told how long it keeps a connection from this version on (nginx.org, ngx_http_upstream_module). */
const timeoutSince = [1, 15, 3];

/** What answers may close a connection sooner than nginx lets go of it, and a request falls into the gap. */
function timeoutEdits(context: RuleContext, text: string, { proxy, upstream, keepalive }: Kept) {
  const isSaid = upstream.inside?.some(({ name }) => name === 'keepalive_timeout') === true;
  if (isSaid || (proxy.version !== null && isBefore(proxy.version, timeoutSince))) return [];
  const seconds = secondsBehind(context, proxy.file, upstream);
  if (seconds === null) return [];
  const why = `# What answers there closes an idle connection after ${seconds} s; nginx must let go of it first.`;
  return [addBehind(text, keepalive, [why, `keepalive_timeout ${seconds - 1}s;`])];
}
