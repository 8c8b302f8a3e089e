import type { Annotation } from '../findings/annotations.ts';
import type { OverlayConnection, OverlayPlace } from '../findings/overlay.ts';
import { budgetText, budgetTotals, overText } from './budgets.ts';
import { noAnnotation, type Scene } from './scene.ts';
import { countsText, instancesText, kindWord, roleWord } from './wording.ts';

/** A line of the outline and what it stands for, so that a panel can open it. */
export interface OutlineLine {
  readonly text: string;
  readonly depth: 0 | 1;
  readonly target: OutlineTarget | null;
}

export type OutlineTarget =
  | { readonly kind: 'component'; readonly id: string }
  /** Index into the overlay's connections. */
  | { readonly kind: 'connection'; readonly index: number };

/** All that the picture shows, as a Markdown list: nothing collapsed, nothing shortened. */
export function outlineOf(scene: Scene): string {
  return outlineLines(scene)
    .map((line) => `${'  '.repeat(line.depth)}- ${line.text}\n`)
    .join('');
}

/** Each component, then what it is connected to; a connection stands under the component it starts from. */
export function outlineLines({ overlay, annotations }: Scene): readonly OutlineLine[] {
  if (overlay.components.length === 0) {
    return [{ text: 'No service was found in this workspace.', depth: 0, target: null }];
  }
  const totals = budgetTotals(overlay);
  const names = new Map(overlay.components.map((component) => [component.id, component.name]));
  return overlay.components.flatMap((component, position) => {
    const total = totals.get(component.id);
    const facts = [
      [kindWord(component.kind), roleWord(component), component.language].filter((part) => part != null).join(', '),
      instancesText(component),
      total === undefined ? null : `${total.demand} of ${total.supply} connections${overText(total)}`,
      ...(annotations.components[position]?.drawn ?? []).map(oneLine),
      countsText(component.findings) ?? 'no findings',
      placeText(component),
    ].filter((part) => part !== null);
    const own: OutlineLine = {
      text: `${oneLine(component.name)}: ${facts.join(' · ')}`,
      depth: 0,
      target: { kind: 'component', id: component.id },
    };
    const connections = overlay.connections.flatMap((connection, index): OutlineLine[] =>
      connection.from === component.id
        ? [
            {
              text: connectionText(connection, annotations.connections[index] ?? noAnnotation, names, totals),
              depth: 1,
              target: { kind: 'connection', index },
            },
          ]
        : [],
    );
    return [own, ...connections];
  });
}

function connectionText(
  connection: OverlayConnection,
  { drawn }: Annotation,
  names: ReadonlyMap<string, string>,
  totals: ReturnType<typeof budgetTotals>,
): string {
  const budget = budgetText(connection, totals);
  const facts = [
    connection.kind,
    budget === null ? null : `${[...drawn, budget].join(' = ')} connections${overText(totals.get(connection.to))}`,
    ...(budget === null ? drawn : []),
    connection.findings === undefined ? null : countsText(connection.findings),
    connection.confidence === 'low' ? 'guessed from a name' : null,
    placeText(connection),
  ].filter((part) => part !== null);
  return `→ ${oneLine(names.get(connection.to) ?? connection.to)}: ${facts.join(' · ')}`;
}

/** The first place, 1-based as people count lines. */
function placeText({ evidence }: { readonly evidence: readonly OverlayPlace[] }): string | null {
  const [first] = evidence;
  return first === undefined ? null : `${oneLine(first.file)}:${first.line + 1}`;
}

/** Names come from files; a line break in one must not look like a line of ours. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}
