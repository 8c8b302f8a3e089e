import { firstOfEach, placedBeside, programsKey } from '../../findings/first-of-each.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { type Destination, destinationOf } from '../../gates/files/destination.ts';
import { mountAt } from '../../gates/files/mounts.ts';
import { guardStop } from '../../gates/guard.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { consoleStop } from './logs/console.ts';
import { readBack } from './logs/read-back.ts';

/** What a service has to tell, written to a file of its host alone. */
export const rule: Rule = {
  info: {
    id: 'log-local-file',
    title: 'Logs in local files',
    tier: 'capacity',
    pattern: 'storage',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'host',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'role'],
    citation: {
      title: 'The Twelve-Factor App: logs',
      url: 'https://12factor.net/logs',
      quote: 'A twelve-factor app never concerns itself with routing or storage of its output stream.',
    },
    summary:
      'Logs go into a file of each host and nowhere else: they go with the container, and nobody sees them together.',
  },
  check: (context) =>
    oncePerProgram(
      context.graph.uses.filter(({ pattern }) => pattern.role === 'log-file').flatMap((use) => verdictOf(context, use)),
    ),
};

function verdictOf(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const { graph } = context;
  const destination = destinationOf(graph, use);
  if (destination === null) return [];
  const site = { file: use.file, span: use.fact.calleeSpan };
  const programs = servingPrograms(context, use.file, use.function);
  const reading = readBack(graph, use);
  const stop = firstStop([
    () => scopeStop(context, use.file, use.function),
    () => guardStop(graph, use),
    () => placeStop(context, programs, destination),
    () => (reading === null ? consoleStop(graph, use, programs) : null),
  ]);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const isLost = programs.some(({ topology }) => topology.disk?.value === 'ephemeral');
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: 'proved',
    // On a machine that stays, somebody may collect the file.
    weak: !isLost || destination.kind !== 'literal',
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: destination.path === null ? 'medium' : 'high',
      sentences: reading === null ? sentencesOf(destination, isLost) : readSentencesOf(destination),
      related: reading === null ? [] : [{ site: reading.effect.site, message: 'Here a request reads them back.' }],
      evidence: { limit: null, effective: null, formula: null },
      // A file that requests read back is no copy that could go.
      subject: reading === null ? { kind: 'use', id: use.id } : { kind: 'process', file: site.file, name: 'log' },
      thing: 'logs',
      symbol: `log ${destination.path ?? use.library.id}`,
    },
  ];
}

/** A device that is the console after all, or a volume that outlives the instance. */
function placeStop(context: RuleContext, programs: readonly Program[], destination: Destination): Stop | null {
  if (destination.path !== null && /^\/(?:dev|proc)\//.test(destination.path)) {
    return { gate: 'role', reason: 'That file is the console, which the platform collects.' };
  }
  const mount = mountAt(context, programs, destination);
  return mount === null
    ? null
    : { gate: 'shared', reason: `The volume at ${mount.path} keeps the file, and others can read it there.` };
}

function sentencesOf({ path }: Destination, isLost: boolean): readonly string[] {
  const name = path === null ? 'a file of each host' : `\`${path}\` on each host`;
  return [
    firstSentence([
      `Logs go to ${name} and not to the console, where a platform would collect them.`,
      'Logs go to a file of each host and not to the console, where a platform would collect them.',
    ]),
    isLost
      ? 'The file goes with its container: after a crash or a deploy nobody can read what came before.'
      : 'With several hosts the lines of one user’s requests lie in several files.',
    'Write them to the console, as JSON, and let the platform collect and keep them.',
  ];
}

function readSentencesOf({ path }: Destination): readonly string[] {
  return [
    firstSentence([
      `Requests read logs back from ${path === null ? 'a file' : `\`${path}\``}, so they show those of whoever answers.`,
      'Requests read logs back from a file, so they show those of whoever answers.',
    ]),
    'With several hosts the lines of one user’s requests lie in several files.',
    'Let a service that collects the logs of all instances answer what they hold.',
  ];
}

/** Files of several levels are one thing to mend: the first is told, the others stand beside it. */
function oncePerProgram(verdicts: readonly Verdict[]): readonly Verdict[] {
  return firstOfEach(verdicts, programsKey, placedBeside('So do these.'));
}
