import type { AnnotatedFinding } from '../findings/annotations.ts';
import { heldOrder, seenOf } from '../findings/held.ts';
import type { OverlayComponent } from '../findings/overlay.ts';
import type { Drawing, DrawnEdge, DrawnNode } from './drawing.ts';
import type { Scene } from './scene.ts';
import { kindWord, noFindings, roleWord } from './wording.ts';

/** More services than these in two copies each cannot be read; those that hold most are drawn. */
const mostServices = 5;

/** So many things are drawn in one instance; the rest is counted. */
const mostThings = 6;

const sharedBox = 'Shared by all';

/** Two copies of each service, what each holds by itself, and what somebody sees whose two requests reach both. */
export function instancesDrawing({ overlay, annotations, shared = [] }: Scene): Drawing {
  const nodes: DrawnNode[] = [];
  const edges: DrawnEdge[] = [];
  const add = (node: Omit<DrawnNode, 'id'>): string => {
    const id = `n${nodes.length}`;
    nodes.push({ ...node, id });
    return id;
  };
  const join = (
    from: string,
    to: string,
    kind: DrawnEdge['kind'],
    label: string,
    connections: readonly number[] = [],
  ) => edges.push({ ...plainEdge, id: `e${edges.length}`, from, to, kind, label, connections });

  const services = servicesOf(overlay.components, annotations.findings);
  const user = services.length === 0 ? null : add({ ...plainNode, kind: 'client', title: 'Somebody', box: 'Edge' });
  const front = overlay.components.find(
    ({ id, kind }) =>
      (kind === 'loadbalancer' || kind === 'gateway') &&
      overlay.connections.some(({ from, to }) => from === id && services.some((service) => service.id === to)),
  );
  const entrance = front === undefined || user === null ? user : add({ ...ofComponent(front), box: 'Edge' });
  if (user !== null && entrance !== null && user !== entrance) join(user, entrance, 'http', 'two requests');
  const stores = new Map<string, string>();
  for (const service of services) {
    const copies = (['A', 'B'] as const).map((copy) => {
      const box = `${service.name} · instance ${copy}`;
      const id = add({ ...ofComponent(service), title: `${service.name} ${copy}`, box });
      for (const thing of heldIn(service, annotations.findings)) {
        const held = { ...plainNode, ...inCopy(thing, copy), kind: kindOf(thing.title), box, components: [service.id] };
        join(id, add(held), 'mount', '');
      }
      return id;
    });
    const [first = '', second = ''] = copies;
    const behind = overlay.connections.some(({ from, to }) => from === front?.id && to === service.id);
    const source = behind ? entrance : user;
    if (source !== null && isAnswering(service)) {
      join(source, first, 'http', 'request 1');
      join(source, second, 'http', 'request 2');
    }
    for (const thing of sharedIn(service, shared)) {
      const id = add({ ...plainNode, ...thing, kind: 'cache', box: sharedBox, components: [service.id] });
      for (const copy of copies) join(copy, id, 'mount', '');
    }
    for (const [index, { from, to, kind }] of overlay.connections.entries()) {
      const target = overlay.components.find(({ id }) => id === to);
      if (from !== service.id || target === undefined || services.includes(target)) continue;
      const store = stores.get(to) ?? add({ ...ofComponent(target), box: sharedBox });
      stores.set(to, store);
      for (const copy of copies) join(copy, store, kind, '', [index]);
    }
  }
  const boxes = ['Edge', ...new Set(nodes.map(({ box }) => box).filter((box) => box !== 'Edge' && box !== sharedBox))];
  const size = { components: overlay.components.length, connections: overlay.connections.length };
  return { title: 'Two instances of each service', nodes, edges, boxes: [...boxes, sharedBox], size };
}

const plainNode: Omit<DrawnNode, 'id'> = {
  kind: 'service',
  box: sharedBox,
  components: [],
  title: '',
  lines: [],
  findings: noFindings,
  several: false,
  over: false,
  mark: null,
  finding: null,
};

const plainEdge: Omit<DrawnEdge, 'id' | 'from' | 'to' | 'kind' | 'label' | 'connections'> = {
  findings: noFindings,
  guessed: false,
  over: false,
  mark: null,
};

function ofComponent(component: OverlayComponent): Omit<DrawnNode, 'id'> {
  const lines = [[kindWord(component.kind), roleWord(component)].filter((part) => part !== null).join(' · ')];
  return { ...plainNode, kind: component.kind, components: [component.id], title: component.name, lines };
}

function isAnswering({ kind }: OverlayComponent): boolean {
  return kind === 'service';
}

/** What runs as instances, those that hold most first where there are too many. */
function servicesOf(
  components: readonly OverlayComponent[],
  findings: readonly AnnotatedFinding[],
): readonly OverlayComponent[] {
  const running = components.filter(({ kind }) => kind === 'service' || kind === 'worker' || kind === 'scheduler');
  const holds = ({ id }: OverlayComponent) => thingsOf(id, findings).length;
  return [...running]
    .filter((each) => isAnswering(each) || holds(each) > 0)
    .sort((a, b) => holds(b) - holds(a))
    .slice(0, mostServices);
}

function thingsOf(id: string, findings: readonly AnnotatedFinding[]): readonly string[] {
  const names = findings.flatMap(({ components, holds }) => (holds !== null && components.includes(id) ? [holds] : []));
  return [...new Set(names)].sort((a, b) => heldOrder(a) - heldOrder(b));
}

type Thing = Pick<DrawnNode, 'title' | 'lines' | 'findings' | 'finding' | 'mark'>;

/** One thing for each name, with all findings of it; the worst is where a click goes. */
function heldIn({ id }: OverlayComponent, findings: readonly AnnotatedFinding[]): readonly Thing[] {
  const names = thingsOf(id, findings);
  const things = names.slice(0, mostThings).map((title): Thing => {
    const of = findings.flatMap((each, index) =>
      each.holds === title && each.components.includes(id) ? [{ ...each, index }] : [],
    );
    const count = (severity: AnnotatedFinding['severity']) => of.filter((each) => each.severity === severity).length;
    const [worst] = of;
    const more = of.length > 1 ? ` and ${of.length - 1} more` : '';
    return {
      title,
      lines: worst === undefined ? [] : [`${fileName(worst.place.file)}:${worst.place.range.start.line + 1}${more}`],
      findings: { error: count('error'), warning: count('warning'), note: count('note') },
      finding: worst?.index ?? null,
      mark: 'held',
    };
  });
  const rest = names.length - things.length;
  if (rest === 0) return things;
  return [
    ...things,
    { title: `${rest} more`, lines: names.slice(mostThings), findings: noFindings, finding: null, mark: 'held' },
  ];
}

/** The first copy shows where the thing comes from, with what is found; the second what somebody sees there. */
function inCopy(thing: Thing, copy: 'A' | 'B'): Thing {
  if (copy === 'A') return thing;
  return { ...thing, lines: [seenOf(thing.title) ?? 'another copy of its own'], findings: noFindings };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function sharedIn({ id, name }: OverlayComponent, shared: NonNullable<Scene['shared']>): readonly Thing[] {
  const names = new Set(shared.flatMap(({ holds, programs }) => (programs.includes(id) ? [holds] : [])));
  return [...names].slice(0, mostThings).map((title) => ({
    title,
    lines: [`of ${name}, kept for all`],
    findings: noFindings,
    finding: null,
    mark: 'shared',
  }));
}

function kindOf(title: string): OverlayComponent['kind'] {
  return title === 'uploads' || title === 'files' || title === 'a database file' ? 'volume' : 'cache';
}
