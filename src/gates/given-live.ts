import type { CodeFacts, FieldFact } from '../facts/code.ts';
import type { ClassId } from '../facts/values.ts';
import type { ClassNode, ProgramGraph, Site } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';

/**
 * Whether a call makes an object of the workspace that keeps something live which it is given: the constructor puts it
 * into a field, and the class both listens to that field and ends it. Data is not listened to, and what others may still
 * need, as a bus, is not ended. No type has to say so.
 */
export function isGivenLive(graph: ProgramGraph, { file, span }: Site): boolean {
  return livingClasses(graph).some(({ constructions }) =>
    constructions.some(({ site }) => site.file === file && span[0] <= site.span[0] && site.span[1] <= span[1]),
  );
}

const livingClasses = remembered((graph: ProgramGraph): readonly ClassNode[] =>
  [...graph.classes.values()].filter(({ file, id, fact }) => {
    const code = graph.facts.get(file)?.code ?? null;
    return code !== null && fact.fields.some((field) => isGiven(code, field) && isLiveIn(code, id, field.name));
  }),
);

function isGiven(code: CodeFacts, { parameter, initial }: FieldFact): boolean {
  if (parameter !== null) return true;
  const root = initial?.kind === 'reference' ? initial.reference.root : null;
  return root?.kind === 'declared' && code.declarations[root.declaration]?.kind === 'parameter';
}

const hears = /^(?:on|once|off|addListener|removeListener|removeAllListeners)$/;
const ends = /^(?:end|close|destroy|terminate)$/;

/** `this.line.on(…)` and `this.line.end()`. */
function isLiveIn(code: CodeFacts, id: ClassId, name: string): boolean {
  const methods = code.calls.flatMap(({ callee: { root, path } }) =>
    root.kind === 'this' && root.class === id && path.length === 2 && path[0] === name ? [path[1] ?? ''] : [],
  );
  return methods.some((method) => hears.test(method)) && methods.some((method) => ends.test(method));
}
