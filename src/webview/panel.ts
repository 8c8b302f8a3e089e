import { type DiagramMessage, type PictureWish, panelRootId, plainWish } from '../protocol/panel.ts';
import { renderBest } from './best-direction.ts';
import { addExports } from './export.ts';
import { createFilters } from './filters.ts';
import { createFinder } from './finder.ts';
import { buildFrame } from './frame.ts';
import { connectHost } from './host.ts';
import { buildLegend } from './legend.ts';
import { bringTexts, markMoved } from './marks.ts';
import { hostMessage } from './messages.ts';
import { fillOutline } from './outline.ts';
import { sievedLines } from './sieve.ts';
import { announce, summaryOf } from './summary.ts';
import { createSurface } from './surface.ts';
import { createViews } from './views.ts';
import { createWhatIf } from './what-if.ts';

/** The panel: takes pictures from the host, draws the newest, keeps the last good one, and sends back what is opened. */
function start(root: HTMLElement): void {
  const host = connectHost();
  const frame = buildFrame(root);
  frame.canvas.append(buildLegend());
  let wish: PictureWish = host.saved()?.wish ?? plainWish;
  const surface = createSurface(frame, host, {
    wish: () => wish,
    sieved: () => latest !== null && outline(latest),
    find: () => finder.open(),
  });
  const finder = createFinder(frame.tools, frame.canvas, surface.parts, surface.go, (sentence) =>
    announce(frame.live, sentence),
  );
  const filters = createFilters(frame.tools, surface.sieve, surface.sift, () => wish, ask);
  const views = createViews(frame.tools, () => wish, ask);
  const whatIf = createWhatIf(frame.tools, frame.strip, () => wish, ask);
  addExports(frame.tools, host, surface.shown);
  let newest = 0;
  let drawings = 0;
  let latest: DiagramMessage | null = null;
  let drawn: { readonly layout: string; readonly svg: SVGSVGElement; readonly form: 'grouped' | 'flat' } | null = null;
  let work = Promise.resolve();
  let moved: readonly string[] = [];

  async function draw(message: DiagramMessage): Promise<void> {
    // A newer picture came while this one waited for its turn.
    if (message.version !== newest) return;
    // Where the layout is the same, only texts and marks are brought up to the picture.
    if (drawn?.layout !== message.layout || !bringTexts(drawn.svg, message)) {
      const { clientWidth: width, clientHeight: height } = frame.canvas;
      const { rendering, direction } = await renderBest(
        `picture-${++drawings}`,
        [message.mermaid, message.mermaidFlat],
        surface.direction(),
        frame.stage,
        { width, height },
      );
      for (const trouble of rendering.trouble) host.post({ type: 'trouble', message: trouble });
      if (message.version !== newest) return;
      if (rendering.form === 'none') return showUndrawn(message);
      surface.setDirection(direction);
      drawn = { layout: message.layout, svg: rendering.svg, form: rendering.form };
    }
    const svg = drawn.svg.cloneNode(true);
    const before = surface.shown()?.picture ?? null;
    if (svg instanceof SVGSVGElement) {
      surface.show(svg, message);
      moved = markMoved(svg, message, before);
    }
    frame.notice.hidden = message.nodes.length > 0;
    frame.notice.textContent = 'No service was found in this workspace.';
    frame.simpleChip.hidden = drawn.form === 'grouped' && message.nodes.every((node) => node.components.length < 2);
    frame.simpleChip.textContent =
      drawn.form === 'flat' ? 'Simplified: without groups' : 'Simplified: some drawn as one';
    tell(message, message.stale ? 'Stale: a file cannot be read just now' : null);
  }

  /** The last good picture stays; where there is none, the outline is all there is to show. */
  function showUndrawn(message: DiagramMessage): void {
    frame.notice.hidden = drawn !== null;
    frame.notice.textContent = 'The picture could not be drawn. The outline has the same content.';
    surface.showOutline();
    tell(message, drawn === null ? null : 'Stale: the last good picture; the outline is current');
  }

  function tell(message: DiagramMessage, stale: string | null): void {
    frame.staleChip.hidden = stale === null;
    frame.staleChip.textContent = stale ?? '';
    outline(message);
    filters.show(message);
    whatIf.show(message);
    views.show(message);
    const supposed = Object.entries(message.hosts).map(([name, hosts]) => `${name} on ${hosts}`);
    frame.supposedChip.hidden = supposed.length === 0;
    frame.supposedChip.textContent = `Supposed: ${supposed.join(', ')}`;
    frame.summary.textContent = summaryOf(message.overlay);
    const sentences = [
      ...(stale === null ? [] : [stale]),
      ...(moved.length === 0 ? [] : [`Now shared by all instances: ${moved.join(', ')}`]),
      summaryOf(message.overlay),
    ];
    announce(frame.live, sentences.join('. '));
  }

  function outline(message: DiagramMessage): void {
    const lines = sievedLines(message, surface.sieve());
    fillOutline(frame.outlineList, { ...message, lines }, (target) =>
      surface.open({ ...target, version: message.version }),
    );
  }

  /** The host answers with another picture; until then the one that is there stays. */
  function ask(next: PictureWish): void {
    wish = next;
    surface.save();
    host.post({ type: 'wish', ...wish });
  }

  function enqueue(message: DiagramMessage): void {
    work = work
      .then(() => draw(message))
      .catch((error: unknown) => host.post({ type: 'trouble', message: `The panel failed: ${String(error)}` }));
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = hostMessage(event.data);
    if (message === null) return;
    if (message.type === 'reveal') {
      work = work.then(() => surface.reveal(message.id));
      return;
    }
    if (message.version <= newest) return;
    newest = message.version;
    latest = message;
    enqueue(message);
  });
  frame.buttons.turn.addEventListener('click', () => {
    if (latest === null) return;
    surface.setDirection(surface.direction() === 'LR' ? 'TB' : 'LR');
    drawn = null;
    enqueue(latest);
  });
  if (JSON.stringify(wish) !== JSON.stringify(plainWish)) host.post({ type: 'wish', ...wish });
  host.post({ type: 'ready' });
}

const root = document.getElementById(panelRootId);
if (root !== null) start(root);
