import { constructed, made } from '../catalog/libraries/wording.ts';
import type { CallPattern } from '../catalog/types.ts';
import type { Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { Site } from '../link/program-graph.ts';
import type { TextEdit } from '../text/edits.ts';
import { offsetAt } from '../text/lines.ts';
import type { Span } from '../text/range.ts';
import { proxyHops } from './proxy-hops.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * Tells the application how many proxies stand in front, as many as the deployment shows. What it then takes for the
 * address of who asks changes in logs and elsewhere too, so it asks for a review.
 */
export const trustProxy: Fix = {
  id: 'trust-proxy',
  rules: ['ratelimit-ip-behind-proxy'],
  safety: 'needs-review',
  offer,
  build,
};

/** How an application is made, and which framework's way to be told belongs to it. */
const makers: readonly { readonly kind: ApplicationKind; readonly calls: readonly CallPattern[] }[] = [
  { kind: 'express', calls: [made(['express'], 'default')] },
  { kind: 'nest', calls: [made(['@nestjs/core'], 'NestFactory.create')] },
  { kind: 'fastify', calls: [made(['fastify'], 'default'), made(['fastify'], 'fastify')] },
  { kind: 'flask', calls: [constructed(['flask'], 'Flask'), made(['flask'], 'Flask')] },
];

export type ApplicationKind = 'express' | 'nest' | 'fastify' | 'flask';

interface Application {
  readonly kind: ApplicationKind;
  readonly site: Site;
}

function applicationOf(context: RuleContext, finding: Finding): Application | Refusal {
  const { graph, system } = context;
  const programs = system.programs.filter(({ name }) => finding.programs.includes(name));
  const files = new Set(programs.flatMap((program) => [...program.files]));
  const found = [...files].flatMap((file) =>
    (graph.facts.get(file)?.code?.calls ?? []).flatMap(({ span }, id): readonly Application[] => {
      const maker = makers.find(({ calls }) => graph.following?.isCallOf(file, id, calls) === true);
      return maker === undefined ? [] : [{ kind: maker.kind, site: { file, span } }];
    }),
  );
  // Nest makes an application of its own, whatever else the program has of Express beside it.
  const own = found.some(({ kind }) => kind === 'nest') ? found.filter(({ kind }) => kind === 'nest') : found;
  const [first, second] = own;
  if (first === undefined) return refusal('How the application is made is not seen, so there is nothing to tell.');
  if (second === undefined) return first;
  return refusalAt(graph, 'The program makes several applications, each of which would have to be told.', second.site);
}

/** Where the program believes every address already; null where it believes none. */
function believedAt({ graph }: RuleContext, { file, range }: Finding): Believed | null {
  const facts = graph.facts.get(file);
  const start = facts === undefined ? -1 : offsetAt(facts.lineStarts, range.start);
  for (const { calleeSpan, callee, arguments: given } of facts?.code?.calls ?? []) {
    const [name, value] = given;
    if (calleeSpan[0] === start && name?.kind === 'literal' && name.value === 'trust proxy') {
      if (callee.path.at(-1) === 'enable') return { method: calleeSpan, at: [name.span[1], name.span[1]] };
      return value === undefined ? null : { method: null, at: value.span };
    }
    for (const object of given) {
      const option = object.kind === 'object' ? object.properties.find(({ span }) => span[0] === start) : undefined;
      if (option?.key === 'trustProxy') return { method: null, at: option.value.span };
    }
  }
  return null;
}

interface Believed {
  /** The name of the method that must be another one; null where it stays. */
  readonly method: Span | null;
  /** Where the number goes: in place of `true`, or behind the setting's name. */
  readonly at: Span;
}

function offer(finding: Finding, context: RuleContext): Offer | Refusal {
  const hops = hopsOf(finding, context);
  if (typeof hops !== 'number') return hops;
  const title = `Tell the application of the ${hops === 1 ? 'proxy' : `${hops} proxies`} in front`;
  if (believedAt(context, finding) !== null) return { kind: 'offer', title };
  const application = applicationOf(context, finding);
  return 'reason' in application ? application : { kind: 'offer', title };
}

function hopsOf({ programs: names }: Finding, context: RuleContext): number | Refusal {
  return proxyHops(
    context,
    context.system.programs.filter(({ name }) => names.includes(name)),
  );
}

async function build(finding: Finding, context: RuleContext, sources: FixSources): Promise<FixResult> {
  const hops = hopsOf(finding, context);
  const believed = believedAt(context, finding);
  const application = believed === null ? applicationOf(context, finding) : null;
  const file = application !== null && 'site' in application ? application.site.file : finding.file;
  const text = await sources.read(file);
  if (typeof hops !== 'number' || text === null || (application !== null && 'reason' in application)) {
    throw new Error(`${file} has changed since it was checked; check it again.`);
  }
  const edits =
    believed !== null
      ? believedEdits(believed, hops)
      : application === null
        ? []
        : await applicationEdits(context, application, text, hops, sources);
  return { files: [{ kind: 'change', file, edits }], next: null };
}

function believedEdits({ method, at }: Believed, hops: number): readonly TextEdit[] {
  if (method === null) return [{ span: at, text: String(hops) }];
  return [
    { span: method, text: 'set' },
    { span: at, text: `, ${hops}` },
  ];
}

async function applicationEdits(
  context: RuleContext,
  { kind, site }: Application,
  text: string,
  hops: number,
  { parsePython }: FixSources,
): Promise<readonly TextEdit[]> {
  if (kind === 'flask') {
    const { trustInFlask } = await import('./python/trust-proxy.ts');
    return trustInFlask(await parsePython(), site.file, text, site.span, hops);
  }
  const { trustInScript } = await import('./script/trust-proxy.ts');
  return trustInScript(context.graph, kind, site, text, hops);
}
