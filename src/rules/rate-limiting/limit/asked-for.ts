import type { AskedFor } from '../../../catalog/settings.ts';
import type { Value } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import { exportMatches } from '../../../link/follow/patterns.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { behind, settingIn } from '../../../system/settings/effective.ts';
import { modulesOfUse } from '../../../system/settings/kept.ts';
import { isSideCode } from '../../../system/side-code.ts';

/** Stops where limits are described in a setting and nothing puts them before any route. */
export function describedOnlyStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const asked = use.pattern.limit?.askedFor;
  if (asked === undefined) return null;
  if (use.fact.named.every(({ value }) => value.kind === 'literal' && value.value === null)) {
    return { gate: 'role', reason: 'No rate is set, so nothing is limited.' };
  }
  return isAskedBySetting(graph, use, asked) || isAskedByCode(graph, asked)
    ? null
    : { gate: 'role', reason: 'The rates are only described: nothing asks for a limit.' };
}

function isAskedBySetting(graph: ProgramGraph, use: LibraryUse, { key }: AskedFor): boolean {
  const by = use.pattern.shared?.bySettings;
  const { call } = use.pattern;
  if (by === undefined || call.kind !== 'setting') return false;
  return modulesOfUse(graph, use, by).some(({ file }) =>
    settingIn(graph, file, call.name, by.module).some((value) => {
      const found = behind(graph, by.module, value, [key]);
      return found !== undefined && found !== null && mayName(found.value);
    }),
  );
}

function mayName(value: Value): boolean {
  return value.kind === 'list' ? value.items.length > 0 : value.kind !== 'literal';
}

/** `throttle_classes = [Burst]` in the body of a class, or `@throttle_classes([Burst])`. */
function isAskedByCode(graph: ProgramGraph, { field, decorator }: AskedFor): boolean {
  return [...graph.facts.values()].some(({ path, code }) => {
    if (code === null || isSideCode(path)) return false;
    const inClass = code.classes.some(({ fields }) =>
      fields.some(({ name, initial }) => name === field && initial !== null && mayName(initial)),
    );
    const asDecorator = code.calls.some(({ callee }) =>
      meaningsOf(graph, path, { kind: 'reference', reference: callee, span: callee.span }).some(
        (each) => each.kind === 'external' && exportMatches(each, decorator.modules, decorator.name),
      ),
    );
    return inClass || asDecorator;
  });
}
