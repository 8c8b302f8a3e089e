import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import type { Stop } from '../../gates/stop.ts';
import type { Component, Connection, Program } from '../../system/types.ts';
import { replicatedIn } from './stale/replicated.ts';

/** A copy of the database that runs beside it, and that nothing reads from. */
export const rule: Rule = {
  info: {
    id: 'read-replica-unused',
    title: 'Nothing reads from the replica',
    tier: 'breaks',
    pattern: 'replication',
    base: 'note',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard'],
    citation: {
      title: 'PostgreSQL: hot standby',
      url: 'https://www.postgresql.org/docs/current/hot-standby.html',
      quote:
        'Hot standby is the term used to describe the ability to connect to the server and run read-only queries while the server is in archive recovery or standby mode.',
    },
    summary: 'A replica of the database runs, and all reads still go to the primary.',
  },
  check: (context) =>
    context.system.connections
      .filter(({ kind }) => kind === 'replicate')
      .flatMap((connection) => verdictsOf(context, connection)),
};

function verdictsOf(context: RuleContext, { from, to }: Connection): readonly Verdict[] {
  const { components } = context.system;
  const primary = components.find(({ id }) => id === from);
  const replica = components.find(({ id }) => id === to);
  const site = replica?.evidence[0];
  if (primary === undefined || replica === undefined || site === undefined || !asksBySql(context, replica)) return [];
  const programs = programsAt(context, primary);
  if (programs.length === 0) return [];
  const stop = stopOf(context, replica, programs);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const who = judgement.programs.map((name) => `\`${name}\``).join(' and ');
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'medium',
      sentences: [
        firstSentence([
          `Nothing is seen to read from \`${replica.name}\`, the copy of \`${primary.name}\`.`,
          'Nothing is seen to read from this copy of the database.',
        ]),
        `${who} ${judgement.programs.length === 1 ? 'reads and writes' : 'read and write'} at \`${primary.name}\` alone, so the copy takes no work off it.`,
        'Give the client a second address for reads that may be a moment old; a copy that is for failing over alone needs nothing.',
      ],
      related: primary.evidence.slice(0, 1).map((each) => ({ site: each, message: 'All reads go here.' })),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'unit', file: site.file, name: replica.name },
      thing: 'the replica',
      symbol: replica.id,
    },
  ];
}

/** Clients of others find the copies by themselves, and choose among them as they are told. */
function asksBySql({ catalog }: RuleContext, { kind, engine }: Component): boolean {
  return kind === 'database' && catalog.engines.some((each) => each.engine === engine && each.connection === 'sql');
}

function programsAt({ system }: RuleContext, { id }: Component): readonly Program[] {
  const names = new Set(
    system.connections.flatMap(({ from, to, kind }) => (to === id && kind === 'sql' ? [from] : [])),
  );
  return system.programs.filter(({ name, role }) => names.has(name) && role !== 'other');
}

const copies = /replica|slave|standby|secondary|(?:^|_)(?:read|reader|ro|readonly)(?:_|$)/i;

function stopOf({ graph, system }: RuleContext, replica: Component, programs: readonly Program[]): Stop | null {
  const reading = system.connections.some(
    ({ from, to, kind }) => (to === replica.id && kind !== 'replicate') || (from === replica.id && kind !== 'mount'),
  );
  if (reading) return { gate: 'guard', reason: 'Something connects to the replica, or copies it further.' };
  if (programs.some(({ files }) => replicatedIn(graph, files).length > 0))
    return { gate: 'guard', reason: 'A client of the program sends its reads to replicas.' };
  const named = [...system.addresses].some(
    ([name, all]) => copies.test(name) || all.some(({ address }) => address.host === replica.name),
  );
  const asked = programs.some(({ files }) =>
    [...files].some((file) => graph.facts.get(file)?.code?.declarations.some(({ name }) => copies.test(name)) === true),
  );
  return named || asked
    ? { gate: 'guard', reason: 'Code or settings speak of a replica, which may be this one.' }
    : null;
}
