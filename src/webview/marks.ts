import type { Picture, PictureEdge, PictureNode } from '../protocol/panel.ts';

const namespace = 'http://www.w3.org/2000/svg';

/** Mermaid's element for each node of the picture, by the node's id. */
export function drawnNodes(svg: SVGSVGElement): ReadonlyMap<string, SVGGElement> {
  const drawn = new Map<string, SVGGElement>();
  for (const element of svg.querySelectorAll<SVGGElement>('g.node')) {
    const id = /-?flowchart-(n\d+)-\d+$/.exec(element.id)?.[1];
    if (id !== undefined) drawn.set(id, element);
  }
  return drawn;
}

/**
 * Brings the texts of a layout up to the picture's: rows of nodes and labels of edges. False where a text has no place
 * there, so that it must be laid out anew.
 */
export function bringTexts(svg: SVGSVGElement, picture: Picture): boolean {
  const drawn = drawnNodes(svg);
  for (const { id, rows } of picture.nodes) {
    const element = drawn.get(id);
    if (element !== undefined && !bringRows(rowsOf(element), rows)) return false;
  }
  for (const { id, label } of picture.edges) {
    const element = labelOf(svg, id);
    // Where many lines cross, their words are left out, and stay so.
    if (element !== null && rowsOf(element).length > 0 && label !== '') {
      if (!bringRows(rowsOf(element), [label])) return false;
    }
  }
  return true;
}

function rowsOf(element: Element): readonly SVGTSpanElement[] {
  return [...element.querySelectorAll<SVGTSpanElement>('.text-outer-tspan')];
}

function bringRows(drawn: readonly SVGTSpanElement[], rows: readonly string[]): boolean {
  if (rows.every((row, index) => row === drawn[index]?.textContent) && rows.length === drawn.length) return true;
  // A row that was too long was broken, and nobody can say where it would be now.
  if (drawn.length !== rows.length) return drawn.map((row) => row.textContent).join('') === rows.join('');
  for (const [index, row] of rows.entries()) {
    const [first, ...others] = drawn[index]?.children ?? [];
    if (first === undefined || drawn[index]?.textContent === row) continue;
    first.textContent = row;
    for (const other of others) other.remove();
  }
  return true;
}

function labelOf(svg: SVGSVGElement, edge: string): SVGGElement | null {
  return svg.querySelector<SVGGElement>(`.edgeLabel .label[data-id="${edge}"]`);
}

/** Marks nodes and edges by what is found there, and hangs badges on them. The drawing must be on the page, to be measured. */
export function markFindings(svg: SVGSVGElement, picture: Picture): void {
  const drawn = drawnNodes(svg);
  for (const node of picture.nodes) {
    const element = drawn.get(node.id);
    if (element === undefined) continue;
    setClasses(element, node);
    if (node.badge === null) continue;
    const box = element.getBBox();
    const [, x = '0', y = '0'] =
      /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(element.getAttribute('transform') ?? '') ?? [];
    // Beside the node and not in it: its own name tells the same in words.
    const made = badge(node, Number(x) + box.x + box.width + 8, Number(y) + box.y, 'before');
    element.parentElement?.append(made);
  }
  for (const edge of picture.edges) markEdge(svg, edge);
}

function markEdge(svg: SVGSVGElement, edge: PictureEdge): void {
  const path = svg.querySelector<SVGPathElement>(`path[data-id="${edge.id}"]`);
  if (path === null) return;
  path.classList.toggle('si-over', edge.over);
  path.classList.toggle('si-guessed', edge.guessed);
  if (edge.mark !== null) path.classList.add(`si-${edge.mark}`);
  const label = labelOf(svg, edge.id);
  if (label !== null) widen(label);
  if (edge.badge === null) return;
  const box = label?.getBBox();
  const holder = label?.parentElement;
  if (box !== undefined && box.width > 0 && holder instanceof SVGGElement) {
    holder.append(badge(edge, box.x + box.width + 4, 0, 'after'));
    return;
  }
  const middle = path.getPointAtLength(path.getTotalLength() / 2);
  path.parentElement?.append(badge(edge, middle.x + 6, middle.y, 'after'));
}

/** The ground of a label whose text grew. */
function widen(label: SVGGElement): void {
  const [ground, text] = [label.querySelector<SVGRectElement>('rect.background'), label.querySelector('text')];
  if (ground === null || text === null || text.textContent === '') return;
  const box = text.getBBox();
  ground.setAttribute('x', String(box.x - 2));
  ground.setAttribute('width', String(box.width + 4));
}

/** Things that instances share now and did not in the picture before; they are shown to move. Answers with their names. */
export function markMoved(svg: SVGSVGElement, picture: Picture, before: Picture | null): readonly string[] {
  if (before === null || before.view !== 'instances' || picture.view !== 'instances') return [];
  const nameOf = ({ rows }: PictureNode) => rows.join(' ');
  const known = new Set(before.nodes.filter(({ mark }) => mark === 'shared').map(nameOf));
  const drawn = drawnNodes(svg);
  return picture.nodes.flatMap((node) => {
    if (node.mark !== 'shared' || known.has(nameOf(node))) return [];
    drawn.get(node.id)?.classList.add('moved');
    return [node.rows[0] ?? ''];
  });
}

function setClasses(element: SVGElement, { worst, over }: PictureNode): void {
  for (const each of ['error', 'warning', 'note'] as const) element.classList.toggle(`si-has-${each}`, worst === each);
  element.classList.toggle('si-over', over);
}

const glyphWidth = 6.5;

/** A plate before or after a point, at its height; signs and numbers say what colour only repeats. */
function badge(
  { id, badge: text, worst }: PictureNode | PictureEdge,
  x: number,
  y: number,
  side: 'before' | 'after',
): SVGGElement {
  const group = document.createElementNS(namespace, 'g');
  const width = [...(text ?? '')].length * glyphWidth + 10;
  group.setAttribute('class', `badge badge-${worst ?? 'note'}`);
  group.setAttribute('transform', `translate(${side === 'before' ? x - width : x}, ${y - 9})`);
  group.setAttribute('aria-hidden', 'true');
  // It is taken out of sight together with what it is of.
  group.dataset['of'] = id;
  const plate = document.createElementNS(namespace, 'rect');
  for (const [name, value] of Object.entries({ width, height: 18, rx: 9 })) plate.setAttribute(name, String(value));
  const label = document.createElementNS(namespace, 'text');
  label.setAttribute('x', String(width / 2));
  label.setAttribute('y', '13');
  label.setAttribute('text-anchor', 'middle');
  label.textContent = text;
  group.append(plate, label);
  return group;
}
