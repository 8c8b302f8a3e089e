import type { RuleContext } from '../../../findings/rule.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { LibraryUse, MadeBy, ProgramGraph } from '../../../link/program-graph.ts';
import type { Program } from '../../../system/types.ts';
import { unitNamed } from '../../../system/unit-named.ts';

const stop = (reason: string): Stop => ({ gate: 'guard', reason });

/** Whether the making of the server, its settings or the environment switch sessions off, or may. */
export function sessionlessStop(context: RuleContext, use: LibraryUse, programs: readonly Program[]): Stop | null {
  const without = use.pattern.clientSessions?.without;
  if (without === undefined) return null;
  const { graph } = context;
  const maker = makerOf(graph, use);
  if (maker !== null && isSwitched(graph, maker, without.option)) {
    return { gate: 'shared', reason: 'The server is made to serve without sessions.' };
  }
  const files = new Set(programs.flatMap((program) => [...program.files]));
  if ([...files].some((file) => isSet(graph, file, without.option))) {
    return stop(`Code sets \`${without.option}\`, so that there may be no sessions.`);
  }
  return programs.some((program) => isInEnvironment(graph, program, without.environment))
    ? stop(`The environment sets \`${without.environment}\`, so that there may be no sessions.`)
    : null;
}

/** The call that made what the method is called on. */
function makerOf(graph: ProgramGraph, { file, fact }: LibraryUse): MadeBy | null {
  const { root, path, span } = fact.callee;
  const receiver = { root, path: path.slice(0, -1), span };
  for (const meaning of meaningsOf(graph, file, { kind: 'reference', reference: receiver, span })) {
    if (meaning.kind === 'tracked' && meaning.made !== undefined) return meaning.made;
  }
  return null;
}

/** Whether the option is given and not plainly off. */
function isSwitched(graph: ProgramGraph, { file, call }: MadeBy, option: string): boolean {
  const named = graph.facts.get(file)?.code?.calls[call]?.named ?? [];
  const given = named.find(({ key }) => key === option);
  if (given === undefined) return false;
  return !meaningsOf(graph, file, given.value).every((each) => each.kind === 'literal' && each.value === false);
}

function isSet(graph: ProgramGraph, file: string, member: string): boolean {
  const functions = graph.facts.get(file)?.code?.functions ?? [];
  return functions.some(({ operations }) =>
    operations.some((step) => step.kind === 'assign' && step.target.path.at(-1) === member),
  );
}

function isInEnvironment(graph: ProgramGraph, { units }: Program, name: string): boolean {
  return units.some((unit) => {
    const facts = unitNamed(graph.facts, unit);
    return facts?.containers.some(({ environment }) => environment.some((each) => each.name === name)) === true;
  });
}
