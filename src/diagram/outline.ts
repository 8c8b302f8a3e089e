import type { AnnotatedFinding, Annotation, SharedThing } from '../findings/annotations.ts';
import { seenOf } from '../findings/held.ts';
import { connectionName, type OverlayConnection, type OverlayPlace } from '../findings/overlay.ts';
import { budgetText, budgetTotals, overText } from './budgets.ts';
import { noAnnotation, type Scene, type SceneChange } from './scene.ts';
import type { DiagramView } from './view.ts';
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
  | { readonly kind: 'connection'; readonly index: number }
  /** Index into the annotations' findings. */
  | { readonly kind: 'finding'; readonly index: number };

/** All that the picture shows, as a Markdown list: nothing collapsed, nothing shortened. */
export function outlineOf(scene: Scene, view: DiagramView = 'now'): string {
  return outlineLines(scene, view)
    .map((line) => `${'  '.repeat(line.depth)}- ${line.text}\n`)
    .join('');
}

/** Each component, then what it is connected to; a connection stands under the component it starts from. */
export function outlineLines(
  { overlay, annotations, shared, changes }: Scene,
  view: DiagramView = 'now',
): readonly OutlineLine[] {
  if (overlay.components.length === 0) {
    return [{ text: 'No service was found in this workspace.', depth: 0, target: null }];
  }
  const totals = budgetTotals(overlay);
  const names = new Map(overlay.components.map((component) => [component.id, component.name]));
  return overlay.components.flatMap((component, position) => {
    const total = totals.get(component.id);
    const facts = [
      // In the order of the picture's rows, so that who reads a box aloud finds it by what others see.
      kindWord(component.kind),
      roleWord(component),
      instancesText(component),
      total === undefined ? null : `${total.demand} of ${total.supply} connections${overText(total)}`,
      ...(annotations.components[position]?.drawn ?? []).map(oneLine),
      changeText(changes?.components.get(component.id)),
      countsText(component.findings) ?? 'no findings',
      component.language ?? null,
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
              text: connectionText(
                connection,
                annotations.connections[index] ?? noAnnotation,
                names,
                totals,
                changeText(changes?.connections.get(connectionName(connection))),
              ),
              depth: 1,
              target: { kind: 'connection', index },
            },
          ]
        : [],
    );
    const things = view === 'instances' ? thingLines(component.id, annotations.findings, shared ?? []) : [];
    return [own, ...things, ...connections];
  });
}

/** What each instance holds for itself and what somebody sees of it, then what they share. */
function thingLines(
  id: string,
  findings: readonly AnnotatedFinding[],
  shared: readonly SharedThing[],
): readonly OutlineLine[] {
  const held = findings.flatMap(({ components, holds, place }, index): OutlineLine[] =>
    holds === null || !components.includes(id)
      ? []
      : [
          {
            text: `each holds its own ${holds}: ${seenOf(holds) ?? 'unknown to the others'} · ${oneLine(place.file)}:${place.range.start.line + 1}`,
            depth: 1,
            target: { kind: 'finding', index },
          },
        ],
  );
  const kept = new Set(shared.flatMap(({ holds, programs }) => (programs.includes(id) ? [holds] : [])));
  return [
    ...held,
    ...[...kept].map((holds): OutlineLine => ({ text: `shared by all: ${holds}`, depth: 1, target: null })),
  ];
}

function changeText(change: SceneChange | undefined): string | null {
  if (change === undefined) return null;
  return `${{ added: 'comes new', changed: 'changes', removed: 'goes' }[change.change]}: ${oneLine(change.why)}`;
}

function connectionText(
  connection: OverlayConnection,
  { drawn }: Annotation,
  names: ReadonlyMap<string, string>,
  totals: ReturnType<typeof budgetTotals>,
  change: string | null,
): string {
  const budget = budgetText(connection, totals);
  const facts = [
    connection.kind,
    budget === null ? null : `${[...drawn, budget].join(' = ')} connections${overText(totals.get(connection.to))}`,
    ...(budget === null ? drawn : []),
    connection.findings === undefined ? null : countsText(connection.findings),
    connection.confidence === 'low' ? 'guessed from a name' : null,
    change,
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
