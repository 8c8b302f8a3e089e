import type { EnginePattern } from '../../../catalog/types.ts';
import type { Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { Program } from '../../../system/types.ts';
import { unitNamed } from '../../../system/unit-named.ts';

/** A container that runs the program, and the others of its pod, which share its network. */
interface Container {
  readonly image: string | null;
  readonly words: readonly string[];
  readonly beside: number;
}

/** The containers that run a program; a process that a host starts by itself is none. */
export function containersOf({ graph }: RuleContext, program: Program): readonly Container[] {
  return program.units.flatMap(({ file, name, container }) => {
    const unit = unitNamed(graph.facts, { file, name });
    const fact = unit?.containers[container];
    if (unit === undefined || fact === undefined || /process|systemd|procfile/.test(unit.kind)) return [];
    if (fact.image === null && fact.buildContext === null) return [];
    return [{ image: fact.image?.value ?? null, words: fact.command?.words ?? [], beside: unit.containers.length - 1 }];
  });
}

/** Whether the program listens at a port by a number that its code names, so that it asks itself there. */
export function listensAt(context: RuleContext, program: Program, port: number | null): boolean {
  return filesListening(context, port).some((file) => program.files.has(file));
}

/** Whether another container than the program's answers at a port, by what manifests publish or its code listens at. */
export function isElsewhere(context: RuleContext, programs: readonly Program[], port: number | null): boolean {
  if (port === null) return false;
  const files = filesListening(context, port);
  const listening = context.system.programs.some(
    (each) =>
      !programs.includes(each) && files.some((file) => each.files.has(file)) && containersOf(context, each).length > 0,
  );
  if (listening) return true;
  const own = new Set(programs.flatMap(({ units }) => units.map(({ file, name }) => `${file} ${name}`)));
  return [...context.graph.facts].some(([file, { deployment }]) =>
    (deployment?.units ?? []).some(
      ({ name, containers }) =>
        !own.has(`${file} ${name}`) &&
        containers.some(({ ports }) => ports.some((each) => each.container === port || each.host === port)),
    ),
  );
}

function filesListening({ graph }: RuleContext, port: number | null): readonly string[] {
  if (port === null) return [];
  return graph.listeners.flatMap(({ file, site }) => {
    const calls = graph.facts.get(file)?.code?.calls ?? [];
    const call = calls.find(
      ({ span, calleeSpan }) =>
        calleeSpan[0] === site.span[0] || (span[0] === site.span[0] && span[1] === site.span[1]),
    );
    const given: readonly Value[] = [...(call?.arguments ?? []), ...(call?.named ?? []).map(({ value }) => value)];
    return given.some((value) => numbersIn(graph, file, value).includes(port)) ? [file] : [];
  });
}

function numbersIn(graph: RuleContext['graph'], file: string, value: Value): readonly number[] {
  if (value.kind === 'object') return value.properties.flatMap((each) => numbersIn(graph, file, each.value));
  return meaningsOf(graph, file, value).flatMap((meaning) => {
    const all = meaning.kind === 'environment' ? meaning.fallback : [meaning];
    return all.flatMap((each) => (each.kind === 'literal' ? Number(each.value) : []));
  });
}

/** Whether something starts the other program beside this one: in its pod, in its image, or by a script that does both. */
export function runsBeside(context: RuleContext, programs: readonly Program[], engine: EnginePattern | null): boolean {
  if (programs.some((program) => containersOf(context, program).some(({ beside }) => beside > 0))) return true;
  if (engine === null || engine.engine === 'http') return false;
  const stem = engine.engine.slice(0, 5);
  const starts = (words: readonly string[]): boolean =>
    words.slice(0, 4).some((word) => (word.split('/').at(-1) ?? '').toLowerCase().startsWith(stem));
  return [...context.graph.facts.values()].some(
    ({ deployment }) =>
      (deployment?.shell?.commands ?? []).some(({ words }) => starts(words)) ||
      (deployment?.units ?? []).some(
        ({ containers }) =>
          containers.length > 0 &&
          containers.some(({ image, command }) => image === null && starts(command?.words ?? [])),
      ),
  );
}
