import type { Picture } from '../protocol/panel.ts';
import { element } from './frame.ts';
import type { Host } from './host.ts';

/** What a page of its own must be told, because the panel's style sheet is not there. */
const kept = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'display',
] as const;

/** The picture as a file that looks the same wherever it is opened. */
export function standaloneSvg(drawn: SVGSVGElement): string {
  const copy = drawn.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  const [from, to] = [all(drawn), all(copy)];
  for (const [index, each] of to.entries()) {
    const source = from[index];
    if (source === undefined) continue;
    const style = getComputedStyle(source);
    each.setAttribute('style', kept.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
    for (const name of ['tabindex', 'role', 'aria-label', 'aria-hidden', 'class']) each.removeAttribute(name);
  }
  for (const each of copy.querySelectorAll('style')) each.remove();
  for (const [index, each] of [...to].entries()) if (from[index]?.classList.contains('hit')) each.remove();
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%' })) ground.setAttribute(name, value);
  const [x = '0', y = '0'] = (copy.getAttribute('viewBox') ?? '').split(/\s+/);
  ground.setAttribute('x', x);
  ground.setAttribute('y', y);
  ground.setAttribute('fill', getComputedStyle(document.getElementById('diagram') ?? document.body).backgroundColor);
  copy.prepend(ground);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function all(svg: SVGSVGElement): readonly SVGElement[] {
  return [svg, ...svg.querySelectorAll<SVGElement>('*')];
}

/** A menu that saves what is drawn. */
export function addExports(
  holder: HTMLElement,
  host: Host,
  now: () => { readonly svg: SVGSVGElement; readonly picture: Picture } | null,
): void {
  const details = document.createElement('details');
  details.className = 'menu exports';
  const summary = document.createElement('summary');
  summary.textContent = 'Export';
  const body = element('div', 'menu-body');
  const item = (text: string, run: (shown: NonNullable<ReturnType<typeof now>>) => void) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', () => {
      const shown = now();
      details.open = false;
      summary.focus();
      if (shown !== null) run(shown);
    });
    body.append(button);
  };
  item('SVG', ({ svg }) => host.post({ type: 'export', format: 'svg', text: standaloneSvg(svg) }));
  item('Mermaid', ({ picture }) => host.post({ type: 'export', format: 'mermaid', text: picture.written }));
  item('Outline (Markdown)', ({ picture }) => host.post({ type: 'export', format: 'markdown', text: picture.outline }));
  details.append(summary, body);
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    details.open = false;
    summary.focus();
  });
  holder.append(details);
}
