import { element } from './frame.ts';

/** A sample, drawn by the style sheet or as a sign, and what it means. */
const entries: readonly (readonly [sample: string, meaning: string])[] = [
  ['sign:✖ 2', 'errors found there'],
  ['sign:⚠ 1', 'warnings'],
  ['sign:ℹ 3', 'notes'],
  ['box:stack', 'several instances'],
  ['box:dashed', 'several components drawn as one, or something that one instance holds'],
  ['sign:✚ △ ×', 'comes new, changes, goes with the plan'],
  ['line:solid', 'calls'],
  ['line:dotted', 'messages, in the direction they flow'],
  ['line:plain', 'mounted files'],
  ['line:over', '✖ more connections than the database takes'],
  ['line:guessed', '? known by a name alone'],
];

/** Says what signs, boxes and lines mean; none of them is told by colour alone. */
export function buildLegend(): HTMLElement {
  const legend = document.createElement('details');
  legend.className = 'legend';
  const summary = document.createElement('summary');
  summary.textContent = 'Legend';
  const list = element('ul', 'legend-list');
  for (const [sample, meaning] of entries) {
    const [kind = '', what = ''] = sample.split(':');
    const mark = element('span', kind === 'sign' ? 'sample sign' : `sample ${kind} ${what}`);
    mark.setAttribute('aria-hidden', kind === 'sign' ? 'false' : 'true');
    mark.textContent = kind === 'sign' ? what : '';
    const item = document.createElement('li');
    item.append(mark, meaning);
    list.append(item);
  }
  legend.append(summary, list);
  return legend;
}
