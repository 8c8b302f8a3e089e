import type { AnsweringServer, ServerCommand } from '../../../catalog/answering-servers.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { beginsAtStartStop } from '../../../gates/begins-at-start.ts';
import { numberOfOption } from '../../../gates/numbers.ts';
import { scopeStop } from '../../../gates/scope.ts';
import { firstStop, type Stop } from '../../../gates/stop.ts';
import { argumentOf } from '../../../link/evaluate.ts';
import type { Site } from '../../../link/program-graph.ts';
import type { CommandAtStart } from '../../../system/commands-at-start.ts';
import { valueBehind } from '../../../system/python-words.ts';
import { isSideCode } from '../../../system/side-code.ts';
import type { Program } from '../../../system/types.ts';
import { baseNameOf, isInFolder } from '../../../text/paths.ts';
import { ageOfRuntime } from './runtime.ts';
import { saidTime } from './said.ts';

/** A server that answers for a program, with the time after which it closes a connection on which nobody asks. */
export interface Answering {
  readonly row: AnsweringServer;
  readonly site: Site;
  readonly seconds: number;
  /** How that is known: somebody wrote it, it is so in all versions that may run, or only in older ones. */
  readonly known: 'written' | 'default' | 'older';
  readonly stop: Stop | null;
}

const said = (reason: string): Stop => ({ gate: 'guard', reason });

export function answeringServers(
  context: RuleContext,
  program: Program,
  commands: readonly CommandAtStart[],
): readonly Answering[] {
  return context.catalog.answeringServers.flatMap((row) => [
    ...byListeners(context, program, row),
    ...byCalls(context, program, row),
    ...byCommands(context, program, row, commands),
  ]);
}

function byListeners(context: RuleContext, program: Program, row: AnsweringServer): readonly Answering[] {
  const { graph } = context;
  const listeners = graph.listeners.filter(
    ({ framework, file, onlyMakes }) =>
      framework !== null && row.frameworks.includes(framework.id) && onlyMakes !== true && program.files.has(file),
  );
  if (listeners.length === 0 || imports(context, program, row.insteadBy ?? [])) return [];
  const time = saidTime(graph, program, row);
  return listeners.map(({ file, function: key, site }): Answering => {
    const stop = firstStop([
      () => beginsAtStartStop(context, { file, function: key, site }),
      () => (time === 'unread' ? said('Code says how long the server keeps connections.') : null),
    ]);
    if (time === 'unread' || time === null) return { row, site, ...byDefault(context, program, row), stop };
    return { row, site: time.site, seconds: time.seconds, known: 'written', stop };
  });
}

function byDefault(context: RuleContext, program: Program, row: AnsweringServer): Pick<Answering, 'seconds' | 'known'> {
  if (row.newer === undefined) return { seconds: row.idleSeconds, known: 'default' };
  const age = ageOfRuntime(context, program, row.newer);
  if (age === 'newer') return { seconds: row.newer.idleSeconds, known: 'default' };
  return { seconds: row.idleSeconds, known: age === 'older' ? 'default' : 'older' };
}

function imports({ graph }: RuleContext, { files }: Program, packages: readonly string[]): boolean {
  return [...files].some((file) =>
    graph.facts.get(file)?.code?.imports.some(({ module }) => packages.includes(module)),
  );
}

function byCalls(context: RuleContext, program: Program, row: AnsweringServer): readonly Answering[] {
  const { startedBy } = row;
  if (startedBy === undefined) return [];
  const uses = context.graph.uses.filter(
    ({ library, file }) => library.id === startedBy.library && program.files.has(file),
  );
  return uses.map((use): Answering => {
    const site = { file: use.file, span: use.fact.calleeSpan };
    const given = argumentOf(context.graph, use, startedBy.says);
    const number = numberOfOption(context.graph, given);
    const isRead = given.state === 'absent' || number?.known === 'literal';
    const stop = scopeStop(context, use.file, use.function) ?? (isRead ? null : said('Code says another time.'));
    const written = number !== null && given.state === 'present';
    const known = written ? { seconds: number.value / row.perSecond, known: 'written' as const } : null;
    return { row, site, ...(known ?? byDefault(context, program, row)), stop };
  });
}

function byCommands(
  context: RuleContext,
  program: Program,
  row: AnsweringServer,
  commands: readonly CommandAtStart[],
): readonly Answering[] {
  const { command } = row;
  if (command === undefined) return [];
  return commands.flatMap(({ words, site, program: started }): readonly Answering[] => {
    const at = words.findIndex((word) => baseNameOf(word) === command.name);
    const rest = words.slice(at + 1);
    if (started !== program || at < 0 || (command.word !== null && rest[0] !== command.word)) return [];
    const time = valueBehind(rest, command.flags);
    const isRead = time === null || /^\d+$/.test(time);
    const stop = firstStop([
      () => (isSideCode(site.file) ? { gate: 'scope', reason: 'This file stands beside what is deployed.' } : null),
      () => (rest.includes('--reload') ? said('This starts it for a developer, who waits for changes.') : null),
      () => (isRead ? null : said('The command says another time, which nobody here can read.')),
      () =>
        saysElsewhere(context, program, command, rest) ? said('Settings of the server may say another time.') : null,
      () => (keepsAny(command, rest) ? null : said('It closes each connection behind its answer.')),
    ]);
    const written =
      time !== null && isRead ? { seconds: Number(time) / row.perSecond, known: 'written' as const } : null;
    return [{ row, site, ...(written ?? byDefault(context, program, row)), stop }];
  });
}

function saysElsewhere(
  { graph }: RuleContext,
  { folder }: Program,
  { elsewhere, flags }: ServerCommand,
  words: readonly string[],
): boolean {
  // A command's own flag wins over all files.
  if (valueBehind(words, flags) !== null) return false;
  if (valueBehind(words, elsewhere.flags) !== null) return true;
  return [...graph.facts].some(([file, { deployment, manifest }]) => {
    if (elsewhere.files.includes(baseNameOf(file)) && isInFolder(file, folder)) return true;
    const names = [
      ...(deployment?.units ?? []).flatMap(({ containers }) => containers.flatMap(({ environment }) => environment)),
      ...(deployment?.stages ?? []).flatMap(({ environment }) => environment),
      ...(manifest?.kind === 'environment' ? manifest.names : []),
    ];
    return names.some(({ name }) => elsewhere.environment.includes(name));
  });
}

function keepsAny({ keepsWith }: ServerCommand, words: readonly string[]): boolean {
  if (keepsWith === undefined) return true;
  return keepsWith.flags.some((flag) => keepsWith.values.test(valueBehind(words, [flag]) ?? ''));
}
