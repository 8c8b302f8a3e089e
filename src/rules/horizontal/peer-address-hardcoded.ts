import type { EnginePattern } from '../../catalog/types.ts';
import type { Value } from '../../facts/values.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { isLoadedDefault } from '../../gates/databases/environment-names.ts';
import { guardStop } from '../../gates/guard.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { argumentOf, optionOf, textOf } from '../../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph, Site } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { containersOf, isElsewhere, listensAt, runsBeside } from './own/machine.ts';

/** An address of one machine in the code, where another program answers that a deployment puts elsewhere. */
export const rule: Rule = {
  info: {
    id: 'peer-address-hardcoded',
    title: 'Address of one machine in the code',
    tier: 'capacity',
    pattern: 'horizontal',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard', 'topology'],
    citation: {
      title: 'The Twelve-Factor App: backing services',
      url: 'https://12factor.net/backing-services',
      quote:
        'A deploy of the twelve-factor app should be able to swap out a local MySQL database with one managed by a third party (such as Amazon RDS) without any changes to the app’s code.',
    },
    summary:
      'Code connects to this machine by a fixed address, where nothing answers in a container or on a second host.',
  },
  check: (context) => onceForAddress(context.graph.uses.flatMap((use) => verdictsOf(context, use))),
};

/** `localhost:6379`, and where it is written. */
interface Fixed {
  readonly host: string;
  readonly port: number | null;
  readonly site: Site;
}

function verdictsOf(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const { graph } = context;
  const fixed = use.pattern.connects === undefined ? null : fixedAddress(graph, use);
  if (fixed === null) return [];
  const site = { file: use.file, span: use.fact.calleeSpan };
  const programs = servingPrograms(context, use.file, use.function);
  const stop = firstStop([
    () => scopeStop(context, use.file, use.function),
    () => guardStop(graph, use),
    () =>
      isLoadedDefault(graph, fixed.site)
        ? { gate: 'guard', reason: 'It is the default of a setting that the environment fills.' }
        : null,
    () => momentStop(graph, use),
    () => machineStop(context, programs, use, fixed),
  ]);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const isContained = programs.some((program) => containersOf(context, program).length > 0);
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: 'proved',
    // Without a container this machine may well be the one that is meant, until there is a second one.
    weak: !isContained,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const engine = engineOf(context, use);
  const address = `${fixed.host}${fixed.port === null ? '' : `:${fixed.port}`}`;
  const peer = isService(engine) ? 'nothing else' : `no ${engine?.title ?? 'server'}`;
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: isContained ? 'high' : 'medium',
      sentences: [
        firstSentence([
          isThisMachine(fixed.host)
            ? isContained
              ? `\`${address}\` is the container itself; ${isService(engine) ? 'no other container or host' : peer} answers there.`
              : `\`${address}\` is this machine; on a second one ${peer} answers there.`
            : `\`${address}\` is one machine, and this fails as soon as another one takes its place.`,
          'This is the address of one machine.',
        ]),
        'The address stands in the code, so no deployment can say where the other program is.',
        'Read it from the environment, and let the compose file or the manifest name the service.',
      ],
      related:
        fixed.site.file === use.file && fixed.site.span[0] >= use.fact.span[0] && fixed.site.span[1] <= use.fact.span[1]
          ? []
          : [{ site: fixed.site, message: 'The address is written here.' }],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'fixed addresses',
      symbol: `${address} of ${use.library.id}`,
    },
  ];
}

/** The address that the use is given, where every value that it may have is one of a single machine. */
function fixedAddress(graph: ProgramGraph, use: LibraryUse): Fixed | null {
  const { address = [], host = [] } = use.pattern.connects ?? {};
  const given = [
    ...address.map((pattern) => argumentOf(graph, use, pattern)),
    ...(host.length === 0 ? [] : [optionOf(graph, use, host)]),
  ].flatMap(({ meanings }) => meanings);
  const read = given.map((meaning) => fixedIn(graph, meaning));
  const [first] = read.filter((each) => each !== null);
  const isSure = given.every((meaning, at) => read[at] !== null || isOptions(meaning));
  return first !== undefined && isSure ? first : null;
}

/** An object of options beside the address says nothing of it. */
function isOptions(meaning: Meaning): boolean {
  return meaning.kind === 'value' && meaning.value.kind === 'object';
}

function fixedIn(graph: ProgramGraph, meaning: Meaning): Fixed | null {
  if (meaning.kind === 'literal')
    return typeof meaning.value === 'string' ? addressIn(meaning.value, meaning.site) : null;
  if (meaning.kind !== 'value') return null;
  const text = beginOf(graph, meaning.site.file, meaning.value);
  return text === null ? null : addressIn(text, meaning.site);
}

/** A text up to the first part that is not literal, where the host is over by then: `http://localhost:3000/orders/`. */
function beginOf(graph: ProgramGraph, file: string, value: Value): string | null {
  if (value.kind !== 'concatenation') return null;
  const [first] = value.parts;
  const text = first === undefined ? null : textOf(graph, file, first);
  return text !== null && /^[a-z][a-z0-9+.-]*:\/\/[^/]*(?:\/|:\d*$)/i.test(text) ? text : null;
}

function addressIn(text: string, site: Site): Fixed | null {
  const match =
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?(\[[\da-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?(?=$|[/?#,:])/i.exec(
      text.trim(),
    );
  const host = match?.[1];
  if (host === undefined || !(isThisMachine(host) || isNumeric(host))) return null;
  return { host, port: match?.[2] === undefined ? null : Number(match[2]), site };
}

function isThisMachine(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host);
}

/** Networks of one's own; others are services of the public net, of which some are known by a number alone. */
function isNumeric(host: string): boolean {
  return /^(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+$/.test(host);
}

function momentStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  return (graph.moments.get(use.function) ?? []).length === 0
    ? { gate: 'moment', reason: 'Nothing is seen to run this.' }
    : null;
}

function machineStop(context: RuleContext, programs: readonly Program[], use: LibraryUse, fixed: Fixed): Stop | null {
  if (!isThisMachine(fixed.host)) return null;
  if (programs.some((program) => listensAt(context, program, fixed.port)))
    return { gate: 'guard', reason: 'It asks itself: the program listens at this port.' };
  const engine = engineOf(context, use);
  if (isService(engine) && !isElsewhere(context, programs, fixed.port))
    return { gate: 'topology', reason: 'Nothing says that what answers there runs in a container of its own.' };
  return runsBeside(context, programs, engine)
    ? { gate: 'topology', reason: 'What answers there runs beside it: in the same container, pod or network.' }
    : null;
}

/** Whether it is a service of somebody's own, of which nobody knows what starts it. */
function isService(engine: EnginePattern | null): boolean {
  return engine === null || engine.engine === 'http';
}

function engineOf({ catalog }: RuleContext, use: LibraryUse): EnginePattern | null {
  const engine = use.pattern.connects?.engine ?? null;
  return catalog.engines.find((each) => each.engine === engine) ?? null;
}

/** Several clients of one file that are given the same address are one thing to mend. */
function onceForAddress(verdicts: readonly Verdict[]): readonly Verdict[] {
  const seen = new Set<string>();
  return verdicts.filter((verdict) => {
    const key = verdict.kind === 'found' ? `${verdict.site.file} ${verdict.symbol}` : null;
    return key === null || (!seen.has(key) && seen.add(key));
  });
}
