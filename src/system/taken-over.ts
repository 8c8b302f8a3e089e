import type { ContainerFact, DeclaredText, EnvironmentFact, UnitFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Span } from '../text/range.ts';
import { isUsualName } from './compose-runs.ts';

const deepest = 5;

/**
 * The container of a compose service with what it takes over from a service of another file by `extends`; its own keys
 * win. What it says only there stands at the name of the service, whose file a place is told in. Ports, copies and names
 * are left to those who ask for them in each file by itself.
 */
export function withTakenOver(facts: FactsByFile, unit: UnitFact, fact: ContainerFact, depth = 0): ContainerFact {
  const base = baseOf(facts, unit);
  const [above] = base?.containers ?? [];
  if (base === null || above === undefined || depth > deepest) return fact;
  const taken = withTakenOver(facts, base, above, depth + 1);
  const { span } = unit;
  const builds = fact.image === null && fact.buildContext === null;
  const folder = fact.folder ?? (taken.folder === undefined ? undefined : at(taken.folder, span));
  return {
    ...fact,
    ...(builds && {
      image: at(taken.image, span),
      buildContext: at(taken.buildContext, span),
      dockerfile: taken.dockerfile,
      target: taken.target,
    }),
    command: fact.command ?? (taken.command === null ? null : { ...taken.command, span }),
    ...(folder != null && { folder }),
    environment: [...fact.environment, ...othersOf(fact, taken, span)],
    environmentFrom: [
      ...(fact.environmentFrom ?? []),
      ...(taken.environmentFrom ?? []).map(({ value }) => ({ value, span })),
    ],
  };
}

/**
 * Services that others take over under names of their own, and those that these take over, in files that nobody runs by
 * their name: `file\nservice`.
 */
export function patternsIn(facts: FactsByFile): ReadonlySet<string> {
  const taking = [...facts].flatMap(([file, { deployment }]) =>
    (deployment?.units ?? []).flatMap(({ name, takesOver }) =>
      takesOver === undefined || isUsualName(takesOver.file) ? [] : [{ file, name, takesOver }],
    ),
  );
  const patterns = new Set<string>();
  for (let depth = 0; depth <= deepest; depth++) {
    for (const { file, name, takesOver } of taking) {
      if (takesOver.service === name && !patterns.has(`${file}\n${name}`)) continue;
      patterns.add(`${takesOver.file}\n${takesOver.service}`);
    }
  }
  return patterns;
}

function baseOf(facts: FactsByFile, { takesOver }: UnitFact): UnitFact | null {
  if (takesOver === undefined) return null;
  return facts.get(takesOver.file)?.deployment?.units.find(({ name }) => name === takesOver.service) ?? null;
}

function at(text: DeclaredText | null, span: Span): DeclaredText | null {
  return text === null ? null : { value: text.value, span };
}

function othersOf(fact: ContainerFact, taken: ContainerFact, span: Span): readonly EnvironmentFact[] {
  const own = new Set(fact.environment.map(({ name }) => name));
  return taken.environment.filter(({ name }) => !own.has(name)).map((each) => ({ ...each, span }));
}
