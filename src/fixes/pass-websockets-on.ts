import { keepsConnectionsSince } from '../catalog/platforms/nginx.ts';
import type { DirectiveFact } from '../facts/proxy.ts';
import type { Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { addAbove, isStill, isTemplate, replaceWords, stepOf, upgradeVariable } from '../sources/nginx/edit.ts';
import { socketLinesLacking } from '../system/closed-connections.ts';
import { isBefore, type Passing, passingsIn } from '../system/passings.ts';
import { directivesWithin } from '../system/proxies.ts';
import type { ReverseProxy } from '../system/types.ts';
import type { TextEdit } from '../text/edits.ts';
import { offsetAt } from '../text/lines.ts';
import { type PassedLine, passedLineEdits, placeObstacle } from './nginx/passed-lines.ts';
import { refusal, refusalAt } from './refusal.ts';

/** Lets WebSockets through a proxy, and lets them be silent between two pings. Others may inherit the lines, so it asks for a review. */
export const passWebsocketsOn: Fix = {
  id: 'pass-websockets-on',
  rules: ['lb-websocket-proxy'],
  safety: 'needs-review',
  offer,
  build,
};

function offer(finding: Finding, { graph, system }: RuleContext): Offer | Refusal {
  const at = placeAt({ graph, system }, finding);
  if (at === null) return refusal('The line is not here any more; check the file again.');
  const { proxy, passing } = at;
  if (passing === null) return { kind: 'offer', title: `Let sockets be silent for ${silenceOf(finding)} s` };
  const against = placeObstacle(graph, proxy.file, passing);
  if (against !== null) return against;
  if (serverOf(passing) === null) {
    const reason = 'A server block elsewhere takes this file in, and the `map` that is needed has to stand above that.';
    return refusalAt(graph, reason, { file: proxy.file, span: passing.directive.span });
  }
  return { kind: 'offer', title: 'Let WebSockets through this location' };
}

async function build(finding: Finding, context: RuleContext, { read }: FixSources): Promise<FixResult> {
  const at = placeAt(context, finding);
  const text = await read(finding.file);
  if (at === null || text === null || !isStill(text, at.directive)) {
    throw new Error(`${finding.file} has changed since it was checked; check it again.`);
  }
  const { proxy, passing, directive } = at;
  if (isTemplate(text)) throw new Error(`${finding.file} is filled in before nginx reads it; write the lines there.`);
  const longer = passing === null ? replaceWords(directive, 0, `${silenceOf(finding)}s`) : null;
  const edits = passing === null ? [longer].filter((edit) => edit !== null) : openingEdits(text, proxy, passing);
  return { files: [{ kind: 'change', file: finding.file, edits }], next: null };
}

interface Place {
  readonly proxy: ReverseProxy;
  readonly directive: DirectiveFact;
  /** Null where the finding is about the time after which a silent socket is closed. */
  readonly passing: Passing | null;
}

function placeAt({ graph, system }: Pick<RuleContext, 'graph' | 'system'>, finding: Finding): Place | null {
  const facts = graph.facts.get(finding.file);
  const proxy = system.proxies.find(({ file }) => file === finding.file);
  if (facts === undefined || proxy === undefined) return null;
  const start = offsetAt(facts.lineStarts, finding.range.start);
  const passing = passingsIn(proxy.directives).find(({ directive }) => directive.span[0] === start);
  if (passing !== undefined) return { proxy, directive: passing.directive, passing };
  const written = directivesWithin(proxy.directives).find(({ directive }) => directive.span[0] === start);
  return written === undefined ? null : { proxy, directive: written.directive, passing: null };
}

/** Long enough for two pings, in whole minutes. */
function silenceOf({ evidence }: Finding): number {
  return Math.max(1, Math.ceil(((evidence.effective ?? 0) * 2) / 60)) * 60;
}

function openingEdits(text: string, proxy: ReverseProxy, passing: Passing): readonly TextEdit[] {
  const lacking = socketLinesLacking(proxy, passing);
  const present = upgradeVariable(text);
  const variable = present ?? 'connection_upgrade';
  const server = serverOf(passing);
  const lines: PassedLine[] = [
    // Versions before do not speak it by themselves, and what runs may be one of them where nobody says.
    ...(lacking.includes('version') || !speaksByItself(proxy, passing) ? [{ header: null, value: '1.1' }] : []),
    ...(lacking.includes('upgrade') ? [{ header: 'Upgrade', value: '$http_upgrade' }] : []),
    ...(lacking.includes('connection') ? [{ header: 'Connection', value: `$${variable}` }] : []),
  ];
  const needsMap = lacking.includes('connection') && present === null && server !== null;
  return [
    ...passedLineEdits(text, [{ passing, lines }]),
    ...(needsMap ? [addAbove(text, server, mapOf(variable, stepOf(text)))] : []),
  ];
}

function speaksByItself({ version }: ReverseProxy, { levels }: Passing): boolean {
  const isSaid = levels.some((level) => level.some(({ name }) => name === 'proxy_http_version'));
  return isSaid || (version !== null && !isBefore(version, keepsConnectionsSince));
}

/** What asks for no socket sends no word about its connection, so that kept ones stay open. */
function mapOf(variable: string, step: string): readonly string[] {
  return [`map $http_upgrade $${variable} {`, `${step}default upgrade;`, `${step}'' '';`, '}'];
}

/** The first server beside the one around a `proxy_pass`, above which a `map` may stand; null where none is in the file. */
function serverOf({ blocks, levels }: Passing): DirectiveFact | null {
  const at = blocks.indexOf('server');
  const around = blocks[at + 1];
  if (at < 0 || (around !== 'http' && around !== null)) return null;
  return levels[at + 1]?.find(({ name }) => name === 'server' || name === 'upstream') ?? null;
}
