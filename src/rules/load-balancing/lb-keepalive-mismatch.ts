import { judge } from '../../findings/judge.ts';
import { oncePerPlace } from '../../findings/once.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { describeSite } from '../../link/places.ts';
import { commandsAtStart } from '../../system/commands-at-start.ts';
import type { Program } from '../../system/types.ts';
import { type Front, frontsBefore } from './idle/fronts.ts';
import { type Answering, answeringServers } from './idle/servers.ts';

/** Servers that close connections which the balancer before them still uses. */
export const rule: Rule = {
  info: {
    id: 'lb-keepalive-mismatch',
    title: 'Connections end under the balancer',
    tier: 'breaks',
    pattern: 'load-balancing',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard'],
    citation: {
      title: 'Application Load Balancer: connection idle timeout',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout',
      quote:
        'We also recommend that you configure the idle timeout of your application to be larger than the idle timeout configured for the load balancer.',
    },
    summary:
      'A server closes idle connections sooner than the balancer before it, which then sends requests into closed ones.',
  },
  check: (context) => {
    const commands = commandsAtStart(context.graph, context.system.programs);
    return oncePerPlace(
      context.system.programs.flatMap((program): readonly Verdict[] => {
        if (program.role !== 'server') return [];
        const [front] = frontsBefore(context, program);
        if (front === undefined) return [];
        return verdictsOf(context, program, front, answeringServers(context, program, commands));
      }),
    );
  },
};

function verdictsOf(
  context: RuleContext,
  program: Program,
  front: Front,
  servers: readonly Answering[],
): readonly Verdict[] {
  const running = servers.filter(({ stop }) => stop === null);
  const stopped = servers.flatMap(({ site, stop }): readonly Verdict[] =>
    stop === null ? [] : [{ kind: 'silent', site, ...stop }],
  );
  const longer = running.find(({ seconds }) => seconds === 0 || seconds > front.idleSeconds);
  if (longer !== undefined) {
    // Of several servers nobody knows which one the balancer asks.
    const reason = 'The server keeps connections longer than what stands before it.';
    return [...stopped, { kind: 'silent', site: longer.site, gate: 'guard', reason }];
  }
  const [server] = running;
  return server === undefined ? stopped : [...stopped, ...foundAt(context, program, front, server)];
}

function foundAt(context: RuleContext, program: Program, front: Front, server: Answering): readonly Verdict[] {
  const { row, seconds, known, site } = server;
  const judgement = judge({
    info: rule.info,
    programs: [program],
    raised: false,
    certainty: 'proved',
    // A proxy that asks again loses only what changes something, and a newer runtime waits longer by itself.
    weak: known === 'older' || front.asksAgain,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const { facts } = context.graph;
  const idle = front.idleSeconds;
  const wanted = (idle + 5) * row.perSecond;
  const older = known === 'older' && row.newer !== undefined ? ` before version ${row.newer.version}` : '';
  const lost = front.asksAgain
    ? 'a request that changes something fails when it is sent just then'
    : 'a request that is sent just then fails';
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: known === 'older' ? 'medium' : 'high',
      sentences: [
        firstSentence([
          `Users get a 502 now and then: ${row.title} closes connections that ${front.title} still uses.`,
          `Users get a 502 now and then: the server closes connections that ${front.title} still uses.`,
          'Users get a 502 now and then: the server closes connections that its balancer still uses.',
        ]),
        `${front.title.replace(/^(?=an? |the )./, (letter) => letter.toUpperCase())} (${describeSite(facts, front.idleSite ?? front.site)}) keeps an idle connection for ${idle} seconds and ${row.title}${older} for ${seconds}, so ${lost}.`,
        row.remedy.replaceAll('{}', String(wanted)),
      ],
      related: [
        { site: front.site, message: `Brings requests to ${program.name} by connections that it keeps.` },
        ...(front.idleSite === null ? [] : [{ site: front.idleSite, message: `keeps them for ${idle} seconds` }]),
      ],
      evidence: { limit: idle, effective: seconds, formula: null },
      subject: { kind: 'process', file: site.file, name: program.name },
      thing: 'connections of the balancer',
      symbol: `${program.name}.idle`,
    },
  ];
}
