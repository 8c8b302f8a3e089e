import type { Picture } from '../protocol/panel.ts';
import { element } from './frame.ts';
import type { Part } from './picture.ts';

/** What a card asks for. */
export interface CardActions {
  readonly open: (part: Part) => void;
  readonly openFinding: (index: number, fix: boolean) => void;
  readonly around: (part: Part) => void;
  /** Gives the focus back to where the card was called from. */
  readonly back: () => void;
}

export interface Card {
  /** Beside what it is about; `enter` puts the focus on its first button. */
  readonly show: (part: Part, picture: Picture, enter: boolean) => void;
  readonly hide: () => void;
  readonly isOpen: () => boolean;
}

/** So many findings stand on a card; the outline and the list of problems have them all. */
const most = 3;

/** The worst findings of a component or a connection with their fixes, and its numbers with where they come from. */
export function createCard(canvas: HTMLElement, actions: CardActions): Card {
  const card = element('section', 'card');
  card.hidden = true;
  card.setAttribute('aria-label', 'Details');
  canvas.append(card);

  function hide(): void {
    if (card.hidden) return;
    const held = card.contains(document.activeElement);
    card.hidden = true;
    if (held) actions.back();
  }

  function show(part: Part, picture: Picture, enter: boolean): void {
    card.replaceChildren(...contentOf(part, picture, actions));
    card.hidden = false;
    place(card, canvas, part.element.getBoundingClientRect());
    if (enter) card.querySelector('button')?.focus();
  }

  card.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    hide();
  });
  for (const name of ['pointerdown', 'wheel', 'click'] as const) {
    card.addEventListener(name, (event) => event.stopPropagation());
  }
  return { show, hide, isOpen: () => !card.hidden };
}

function contentOf(part: Part, picture: Picture, actions: CardActions): HTMLElement[] {
  const title = element('h2', 'card-title');
  title.textContent = titleOf(part);
  const facts = element('ul', 'card-facts');
  for (const { text, source } of factsOf(part, picture)) {
    const item = document.createElement('li');
    item.append(text);
    if (source !== null) {
      const from = element('span', 'card-source');
      from.textContent = ` — ${source}`;
      item.append(from);
    }
    facts.append(item);
  }
  const about = findingsOf(part, picture);
  const findings = element('ul', 'card-findings');
  for (const index of about.slice(0, most)) findings.append(findingItem(index, picture, actions));
  const more = element('p', 'card-more');
  more.textContent = about.length > most ? `and ${about.length - most} more, in the list of problems` : '';
  const foot = element('div', 'card-foot');
  foot.append(button(placesText(part, picture), () => actions.open(part)));
  if (part.kind === 'component') foot.append(button('Neighbours', () => actions.around(part)));
  return [title, facts, findings, more, foot].filter((each) => each.childNodes.length > 0);
}

const signs = { error: '✖', warning: '⚠', note: 'ℹ' } as const;

function findingItem(index: number, { annotations }: Picture, actions: CardActions): HTMLElement {
  const item = document.createElement('li');
  const finding = annotations.findings[index];
  if (finding === undefined) return item;
  const { severity, message, place, fixes } = finding;
  item.className = `card-finding badge-${severity}`;
  const open = button(`${signs[severity]} ${firstSentence(message)}`, () => actions.openFinding(index, false));
  open.className = 'card-open';
  const where = element('span', 'card-source');
  where.textContent = `${place.file}:${place.range.start.line + 1}`;
  item.append(open, where);
  const [fix] = fixes;
  if (fix !== undefined) {
    const mend = button(`Fix: ${fix}${fixes.length > 1 ? ` (and ${fixes.length - 1} more)` : ''}`, () =>
      actions.openFinding(index, true),
    );
    mend.className = 'card-fix';
    item.append(mend);
  }
  return item;
}

/** What the user sees comes first; the rest stands where it opens. */
function firstSentence(message: string): string {
  return message.split(/(?<=[.!?]) (?=\p{Lu}|\d)/u, 1)[0] ?? message;
}

function titleOf(part: Part): string {
  if (part.kind === 'connection') return part.label.split(':')[0] ?? part.label;
  if (part.drawnFor > 1) return `${part.drawnFor} drawn as one`;
  return part.label.split(': ')[0] ?? part.label;
}

function factsOf(
  part: Part,
  { annotations, overlay, lines }: Picture,
): Picture['annotations']['components'][number]['facts'] {
  const own =
    part.kind === 'component'
      ? part.members.length > 1
        ? []
        : [annotations.components[overlay.components.findIndex(({ id }) => id === part.id)]]
      : part.connections.map((index) => annotations.connections[index]);
  const facts = own.flatMap((each) => each?.facts ?? []);
  if (part.members.length > 1) {
    return part.members.map((id) => ({
      text: overlay.components.find((each) => each.id === id)?.name ?? id,
      source: null,
    }));
  }
  const line = lines.find(({ target }) => target?.kind === 'component' && target.id === part.id)?.text;
  const kind = part.kind === 'component' ? line?.slice(line.indexOf(': ') + 2).split(' · ')[0] : undefined;
  return [...(kind === undefined ? [] : [{ text: kind, source: null }]), ...facts];
}

/** Indices of the findings that count on it, worst first. */
export function findingsOf(part: Part, { annotations }: Picture): readonly number[] {
  if (part.finding !== null) return [part.finding];
  return annotations.findings.flatMap(({ components, connections }, index) =>
    (
      part.kind === 'component'
        ? components.some((id) => part.members.includes(id))
        : connections.some((each) => part.connections.includes(each))
    )
      ? [index]
      : [],
  );
}

function placesText(part: Part, { overlay }: Picture): string {
  const evidence =
    part.kind === 'component'
      ? overlay.components.find(({ id }) => id === part.id)?.evidence
      : overlay.connections[part.index]?.evidence;
  const count = evidence?.length ?? 0;
  if (part.drawnFor > 1) return 'Show in the outline';
  return count > 1 ? `Open one of ${count} places` : 'Open the source';
}

function button(text: string, run: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', run);
  return made;
}

/** Under the part, or over it where there is no room; never outside of the canvas. */
function place(card: HTMLElement, canvas: HTMLElement, box: DOMRect): void {
  const space = canvas.getBoundingClientRect();
  const [width, height] = [card.offsetWidth, card.offsetHeight];
  const below = box.bottom - space.top + 6;
  const above = box.top - space.top - height - 6;
  const top = below + height <= space.height || above < 0 ? below : above;
  card.style.left = `${Math.max(8, Math.min(box.left - space.left, space.width - width - 8))}px`;
  card.style.top = `${Math.max(8, Math.min(top, space.height - height - 8))}px`;
}
