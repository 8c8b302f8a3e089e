import type { ProxyDirective } from '../catalog/proxies.ts';
import type { DirectiveFact } from '../facts/proxy.ts';
import type { Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { isStill, isTemplate, removeDirective, removeWord, replaceDirective } from '../sources/nginx/edit.ts';
import { directivesWithin } from '../system/proxies.ts';
import type { ReverseProxy } from '../system/types.ts';
import type { TextEdit } from '../text/edits.ts';
import { offsetAt } from '../text/lines.ts';
import { passiveCheckEdits, passiveChecks } from './nginx/passive-checks.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * Writes what every nginx has in the place of what this one does not, so that it starts. It never does exactly the same,
 * so it asks for a review.
 */
export const directiveThisNginxHas: Fix = {
  id: 'directive-this-nginx-has',
  rules: ['nginx-directive-unavailable'],
  safety: 'needs-review',
  offer,
  build,
};

function offer(finding: Finding, context: RuleContext): Offer | Refusal {
  const at = placeAt(context, finding);
  if (at === null) return refusal('The line is not here any more; check the file again.');
  const { proxy, directive, row } = at;
  const written = `\`${row.name}${row.word === null ? '' : ` … ${row.word.replace(/=$/, '')}`}\``;
  if (row.replaced === null) {
    return refusal(`Nothing that this nginx has does what ${written} does. ${row.instead}`);
  }
  if (row.replaced === 'passive-checks') {
    const checks = passiveChecks(context, proxy, directive);
    if ('reason' in checks) return checks;
    return { kind: 'offer', title: `Count failed requests instead: max_fails=${checks.failures} fail_timeout=10s` };
  }
  if (row.replaced !== 'nothing') return { kind: 'offer', title: `Write \`${row.replaced.word}\` instead` };
  const secure = row.word === null ? undefined : secureWithin(proxy);
  if (secure !== undefined) {
    const reason = 'Locations may pass requests on by TLS of their own, and without it they would share connections.';
    return refusalAt(context.graph, reason, { file: proxy.file, span: secure.span });
  }
  return { kind: 'offer', title: `Take ${written} away` };
}

async function build(finding: Finding, context: RuleContext, { read }: FixSources): Promise<FixResult> {
  const at = placeAt(context, finding);
  const text = await read(finding.file);
  if (at === null || text === null || !isStill(text, at.directive)) {
    throw new Error(`${finding.file} has changed since it was checked; check it again.`);
  }
  if (isTemplate(text)) throw new Error(`${finding.file} is filled in before nginx reads it; change it there.`);
  return { files: [{ kind: 'change', file: finding.file, edits: editsOf(context, text, at) }], next: null };
}

function editsOf(context: RuleContext, text: string, { proxy, directive, row, word }: Place): readonly TextEdit[] {
  const { replaced } = row;
  if (replaced === 'passive-checks') {
    const checks = passiveChecks(context, proxy, directive);
    return 'reason' in checks ? [] : passiveCheckEdits(text, checks);
  }
  if (replaced === 'nothing' || replaced === null) {
    return [word === null ? removeDirective(text, directive) : removeWord(text, word.span)];
  }
  return [word === null ? replaceDirective(directive, replaced.word) : { span: word.span, text: replaced.word }];
}

interface Place {
  readonly proxy: ReverseProxy;
  readonly directive: DirectiveFact;
  readonly row: ProxyDirective;
  /** The one word of the directive that is missing; null where all of it is. */
  readonly word: DirectiveFact['words'][number] | null;
}

function placeAt({ catalog, graph, system }: RuleContext, finding: Finding): Place | null {
  const facts = graph.facts.get(finding.file);
  const proxy = system.proxies.find(({ file }) => file === finding.file);
  if (facts === undefined || proxy === undefined) return null;
  const at = offsetAt(facts.lineStarts, finding.range.start);
  for (const { directive, block } of directivesWithin(proxy.directives)) {
    const word = directive.words.find(({ span }) => span[0] === at) ?? null;
    if (directive.span[0] !== at && word === null) continue;
    const row = catalog.proxyDirectives.find(
      (each) =>
        each.name === directive.name &&
        block !== null &&
        each.within.includes(block) &&
        (each.word === null ? word === null : word?.value.startsWith(each.word) === true),
    );
    if (row !== undefined) return { proxy, directive, row, word };
  }
  return null;
}

/** A location that passes requests on by TLS. */
function secureWithin({ directives }: ReverseProxy): DirectiveFact | undefined {
  return directivesWithin(directives).find(
    ({ directive: { name, words } }) => name === 'proxy_pass' && words[0]?.value.startsWith('https:') === true,
  )?.directive;
}
