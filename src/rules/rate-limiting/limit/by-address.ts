import type { CountsAddress, ProxyTrust } from '../../../catalog/caller-addresses.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { Property, Value } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf, optionOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../../link/program-graph.ts';

const role = (reason: string): Stop => ({ gate: 'role', reason });

/** Why a limiter may count something else than the address of who asks; null where it counts that. */
export function otherKeyStop(
  graph: ProgramGraph,
  use: LibraryUse,
  { unless, givenOneOf, chosenBy = [] }: CountsAddress,
  files: ReadonlySet<string>,
): Stop | null {
  const told = unless.length === 0 ? 'absent' : optionOf(graph, use, unless).state;
  // Nobody can tell of a list of options that one is absent; there classes are what chooses as a rule.
  if (told === 'present' || (told === 'unknown' && chosenBy.length === 0)) {
    return role('It is told, or may be told, to count by something else than the address.');
  }
  if (givenOneOf !== undefined && !isGivenOneOf(graph, use, givenOneOf)) {
    return role('What it counts by is not known to be the address.');
  }
  const chooses = codeIn(graph, files).some(({ functions }) => functions.some(({ name }) => chosenBy.includes(name)));
  return chooses ? role('A function of the program chooses what is counted.') : null;
}

function isGivenOneOf(
  graph: ProgramGraph,
  { file, fact }: LibraryUse,
  functions: NonNullable<CountsAddress['givenOneOf']>,
): boolean {
  return [...fact.arguments, ...fact.named.map(({ value }) => value)].some((value) =>
    meaningsOf(graph, file, value).some(
      (each) =>
        each.kind === 'external' &&
        functions.some(({ modules, name }) => modules.includes(each.module) && name === each.name),
    ),
  );
}

/** Whether some files say that a proxy tells the address, or may say so under a name that cannot be read. */
export function trustsProxy(graph: ProgramGraph, files: ReadonlySet<string>, trusts: readonly ProxyTrust[]): boolean {
  return codeIn(graph, files).some((code) => trusts.some((trust) => isTold(code, trust)));
}

function isTold(code: CodeFacts, trust: ProxyTrust): boolean {
  switch (trust.kind) {
    case 'setting':
      return code.calls.some(
        ({ callee, arguments: given }) =>
          /^(?:set|enable)$/.test(callee.path.at(-1) ?? '') && isSetting(given, trust.name),
      );
    case 'option': {
      const inObject = (value: Value): boolean =>
        value.kind === 'object' && value.properties.some(({ key }) => key === trust.name);
      return (
        code.calls.some((call) => call.arguments.some(inObject)) ||
        code.declarations.some(({ initial }) => initial !== null && inObject(initial)) ||
        code.functions.some(({ operations }) =>
          operations.some(
            (step) =>
              (step.kind === 'return' && step.value !== null && inObject(step.value)) ||
              (step.kind === 'assign' && step.target.path.at(-1) === trust.name),
          ),
        )
      );
    }
    case 'import':
      return code.imports.some(({ module }) => trust.modules.includes(module));
  }
}

/**
 * Where some files believe every address that a request names, however many proxies stand in front, so that whoever asks
 * chooses the address that is counted; null where none does.
 */
export function believesAll(
  graph: ProgramGraph,
  files: ReadonlySet<string>,
  trusts: readonly ProxyTrust[],
): Site | null {
  for (const file of files) {
    const code = graph.facts.get(file)?.code ?? null;
    for (const { arguments: given, callee, calleeSpan } of code?.calls ?? []) {
      for (const trust of trusts) {
        if (trust.kind === 'setting' && isAll(given, callee.path.at(-1) ?? '', trust.name)) {
          return { file, span: calleeSpan };
        }
        const option =
          trust.kind === 'option' ? given.flatMap((each) => propertyOf(each, trust.name)).find(isOn) : undefined;
        if (option !== undefined) return { file, span: option.span };
      }
    }
  }
  return null;
}

/** `app.set('trust proxy', true)`, `app.enable('trust proxy')`. */
function isAll([name, value]: readonly Value[], method: string, wanted: string): boolean {
  if (name?.kind !== 'literal' || name.value !== wanted) return false;
  return method === 'enable' || (method === 'set' && value?.kind === 'literal' && value.value === true);
}

function propertyOf(value: Value, name: string): readonly Property[] {
  return value.kind === 'object' ? value.properties.filter(({ key }) => key === name) : [];
}

function isOn({ value }: Property): boolean {
  return value.kind === 'literal' && value.value === true;
}

/** `app.set('trust proxy', false)` says that none does. */
function isSetting([name, value]: readonly Value[], wanted: string): boolean {
  if (name?.kind !== 'literal' || name.value !== wanted) return false;
  return value?.kind !== 'literal' || (value.value !== false && value.value !== 0);
}

function codeIn({ facts }: ProgramGraph, files: ReadonlySet<string>): readonly CodeFacts[] {
  return [...files].flatMap((file) => facts.get(file)?.code ?? []);
}
