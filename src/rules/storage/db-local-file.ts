import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { carrierOf, serverBeside } from '../../gates/databases/beside.ts';
import { type Keeping, keepingIn } from '../../gates/databases/kept-rows.ts';
import { openedFile } from '../../gates/databases/opened.ts';
import type { OpenedFile } from '../../gates/databases/settled.ts';
import type { Destination } from '../../gates/files/destination.ts';
import { type Mount, mountAt, mountRelated, mountSomewhere } from '../../gates/files/mounts.ts';
import { guardStop } from '../../gates/guard.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { judgedAt } from '../../gates/settings-scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse, Site } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { oncePerDatabase } from './database/once.ts';
import { sentencesOf } from './database/sentences.ts';
import { choiceStop, momentStop, purposeStop } from './database/stops.ts';

/** A database that is a file on the disk of the instance which opens it. */
export const rule: Rule = {
  info: {
    id: 'db-local-file',
    title: 'Database in a local file',
    tier: 'breaks',
    pattern: 'storage',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'host',
    breaksAt: ['lost-disk'],
    gates: ['scope', 'moment', 'lifetime', 'role', 'guard', 'shared', 'topology'],
    citation: {
      title: 'SQLite: appropriate uses',
      url: 'https://sqlite.org/whentouse.html',
      quote:
        'If there are many client programs sending SQL to the same database over a network, then use a client/server database engine instead of SQLite.',
    },
    summary: 'The database is a file on the disk of one instance, so each instance has another one.',
  },
  check: (context) =>
    oncePerDatabase(
      context.graph.uses.flatMap((use) => (use.pattern.databaseFile === undefined ? [] : verdictOf(context, use))),
    ),
};

function verdictOf(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const { graph } = context;
  const opened = openedFile(graph, use);
  if (opened === null) return [];
  const site = siteOf(use, opened);
  const silent = ({ gate, reason }: Stop): readonly Verdict[] => [{ kind: 'silent', site, gate, reason }];
  const at = judgedAt(context, use);
  const early = firstStop([
    () => scopeStop(context, at.file, at.key),
    () => ('gate' in opened ? opened : null),
    () => guardStop(graph, use),
  ]);
  if (early !== null || 'gate' in opened) return early === null ? [] : silent(early);
  const programs = servingPrograms(context, at.file, at.key);
  const server = serverBeside(graph, use, programs);
  const isByStatements = use.pattern.databaseFile?.byStatements === true;
  const keeping: Keeping = isByStatements ? keepingIn(graph, use, programs, server !== null) : 'kept';
  const carrier = carrierOf(graph);
  const destination = destinationOf(opened);
  const mount = mountAt(context, programs, destination);
  const maybeMounted = mount !== null || (!isPlaced(opened) && mountSomewhere(context, programs) !== null);
  const stop = firstStop([
    () => momentStop(graph, use, opened),
    () => purposeStop(use, opened, keeping),
    () => choiceStop(graph, use, opened, server),
  ]);
  if (stop !== null) return silent(stop);
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: 'proved',
    // A name of the environment may choose a server; a volume may be the same for all; statements that nobody is seen to run
    // may never be.
    weak: opened.unless.length > 0 || maybeMounted || carrier !== null || keeping === 'maybe',
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const outlived = outlivesStop(judgement, mount, maybeMounted || carrier !== null);
  if (outlived !== null) return silent(outlived);
  return [found(context, { use, opened, mount, judgement, programs, isCarried: carrier !== null })];
}

interface FoundFile {
  readonly use: LibraryUse;
  readonly opened: OpenedFile;
  readonly mount: Mount | null;
  readonly judgement: Judgement;
  readonly programs: readonly Program[];
  readonly isCarried: boolean;
}

function found(context: RuleContext, { use, opened, mount, judgement, programs, isCarried }: FoundFile): Found {
  const site = siteOf(use, opened);
  return {
    kind: 'found',
    site,
    judgement,
    confidence: opened.path === null ? 'low' : opened.unless.length > 0 ? 'medium' : 'high',
    sentences: sentencesOf(context, { opened, mount, judgement, isCarried }),
    related: [
      ...(opened.saidAt === null || opened.saidAt === site
        ? []
        : [{ site: opened.saidAt, message: 'This setting names the database.' }]),
      ...(opened.saidAt === site ? [{ site: calleeOf(use), message: 'It is opened here.' }] : []),
      ...mountRelated(context, programs, mount, [destinationOf(opened)]),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'use', id: use.id },
    thing: 'the database',
    symbol: `database ${opened.path ?? opened.named ?? use.library.id}`,
  };
}

/** Where code says that it is a file: the call, or the options or settings of another file that it is given. */
function siteOf(use: LibraryUse, opened: OpenedFile | Stop): Site {
  const saidAt = 'path' in opened && opened.byBuild !== true ? opened.saidAt : null;
  return saidAt === null || saidAt.file === use.file ? calleeOf(use) : saidAt;
}

function calleeOf({ file, fact }: LibraryUse): Site {
  return { file, span: fact.calleeSpan };
}

/** One instance whose file outlives it loses nothing and shares it with nobody. */
function outlivesStop(judgement: Judgement, mount: Mount | null, mayOutlive: boolean): Stop | null {
  if (judgement.situation !== 'one' && judgement.situation !== 'one-at-deploy') return null;
  if (mount !== null) {
    const reason = `One instance is declared, and the volume at ${mount.path} outlives it, so nothing is lost or missed.`;
    return { gate: 'topology', reason };
  }
  const reason =
    'One instance is declared, and what it stores is carried elsewhere, or lies in a volume as far as anybody can tell.';
  return mayOutlive ? { gate: 'topology', reason } : null;
}

/** Whether code says in which folder the file lies, so that a volume elsewhere is none of its. */
function isPlaced({ path, named, byBuild }: OpenedFile): boolean {
  return byBuild !== true && named === null && path !== null && !/[*<>]/.test(path);
}

/** The file as the mounts of units are asked for it. */
function destinationOf({ path, named }: OpenedFile): Destination {
  if (named !== null) return { kind: 'environment', path: null, temporary: false, named: { name: named, below: '' } };
  const within = path === null ? null : /^<([A-Za-z_]\w*)>\/(.*)$/.exec(path);
  if (within?.[1] !== undefined) {
    return { kind: 'environment', path: null, temporary: false, named: { name: within[1], below: within[2] ?? '' } };
  }
  return { kind: 'literal', path: path?.replace(/^@\//, '') ?? null, temporary: false };
}
