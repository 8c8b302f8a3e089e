import type { LibraryUse, Site } from '../link/program-graph.ts';
import type { RunningProgram } from './build-programs.ts';
import { likelySettings } from './likely-setting.ts';
import { fileOfEntry } from './listening.ts';
import { mayRun } from './shared-functions.ts';
import { isSideCode } from './side-code.ts';
import { engineOfUse, type Target, type TargetContext, targetOf } from './targets.ts';
import type { ConnectionKind } from './types.ts';
import { type SettingOf, writtenAddress } from './written-address.ts';

/** A use of a library by one program, with what it leads to. */
export interface ResolvedUse {
  readonly program: RunningProgram;
  readonly use: LibraryUse;
  readonly target: Target;
}

/**
 * Connections from what programs' libraries connect to. Uses whose target stands nowhere are met last, so that a
 * store found by its address is not drawn a second time.
 */
export function addUses(
  context: Omit<TargetContext, 'likelyOf' | 'isOfAnother'>,
  running: readonly RunningProgram[],
  settingOf: (program: RunningProgram) => SettingOf,
  outsideOf: (program: RunningProgram) => ReadonlySet<string>,
  isOfAnother: (id: string, program: RunningProgram) => boolean,
): readonly ResolvedUse[] {
  const pairs = running
    .filter(({ program }) => context.picture.find(program.name)?.program === program.name)
    .flatMap((program) => {
      const { files } = program.program;
      const asking = { graph: context.graph, settingOf: settingOf(program), files, outside: outsideOf(program) };
      return context.graph.uses
        .filter(({ file, pattern }) => pattern.connects !== undefined && files.has(file) && !isSideCode(file))
        .filter((use) => mayRun(context.shared, program.program.name, use.function))
        .map((use) => ({ program, use, written: writtenAddress(asking, use) }));
    });
  const rank = (pair: (typeof pairs)[number]) =>
    pair.written?.address != null ? 0 : pair.written?.environment != null ? 1 : 2;
  const ordered = [...pairs].sort((a, b) => rank(a) - rank(b));
  const contexts = new Map(
    running.map((program): readonly [RunningProgram, TargetContext] => [
      program,
      { ...context, likelyOf: likelySettings(context, program), isOfAnother: (id) => isOfAnother(id, program) },
    ]),
  );
  return ordered.flatMap(({ program, use, written }) => {
    const own = contexts.get(program);
    if (own === undefined) return [];
    const engine = engineOfUse(own, use, written);
    const site: Site = { file: use.file, span: use.fact.calleeSpan };
    const target =
      engine === null || isRelative(use, written?.address?.scheme) ? null : targetOf(own, engine, written, site);
    if (target === null) return [];
    for (const kind of kindsOf(own, program, use, target)) {
      context.picture.connect(program.program.name, target.component.id, kind, target.confidence, target.evidence);
    }
    return [{ program, use, target }];
  });
}

/** A request to a path of one's own page is no connection. */
function isRelative(use: LibraryUse, scheme: string | undefined): boolean {
  return use.pattern.role === 'http-call' && scheme !== undefined && !/^(?:https?|wss?|)$/.test(scheme);
}

function kindsOf(
  context: TargetContext,
  { program }: RunningProgram,
  use: LibraryUse,
  target: Target,
): readonly ConnectionKind[] {
  const { role } = use.pattern;
  if (role === 'queue-worker') return ['consume'];
  const passes = role === 'broker-client' || role === 'queue-producer';
  const kinds = passes ? brokerKinds(context, program.files, use) : [];
  if (kinds.length > 0) return kinds;
  if (role === 'broker-client' && holdsTasks(context, program.files, use)) {
    return [program.role === 'worker' ? 'consume' : 'publish'];
  }
  return [role === 'queue-producer' ? 'publish' : engineKind(context, target)];
}

function engineKind({ catalog }: TargetContext, { component }: Target): ConnectionKind {
  return catalog.engines.find(({ engine }) => engine === component.engine)?.connection ?? 'http';
}

/** Tasks of a framework are run by its workers; every other program that holds them is there to hand work on. */
function holdsTasks({ graph }: TargetContext, files: ReadonlySet<string>, { library }: LibraryUse): boolean {
  return graph.entries.some(
    ({ framework, moment, function: key }) =>
      moment === 'queue' && framework === library.id && files.has(fileOfEntry(key)),
  );
}

/** What holds a queue publishes or takes, as the calls of its library say. */
function brokerKinds({ graph }: TargetContext, files: ReadonlySet<string>, use: LibraryUse): readonly ConnectionKind[] {
  const isOurs = (library: string, file: string) => library === use.library.id && files.has(file);
  const publishes = [...graph.effects.values()]
    .flat()
    .some(({ effect, library, site }) => (effect === 'publish' || effect === 'enqueue') && isOurs(library, site.file));
  const consumes = graph.uses.some(
    ({ library, pattern, file }) => pattern.role === 'queue-worker' && isOurs(library.id, file),
  );
  return [...(publishes ? ['publish' as const] : []), ...(consumes ? ['consume' as const] : [])];
}
