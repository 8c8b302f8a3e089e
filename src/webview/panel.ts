import { type DiagramMessage, panelRootId } from '../protocol/panel.ts';
import { renderBest } from './best-direction.ts';
import { buildFrame } from './frame.ts';
import { connectHost } from './host.ts';
import { buildLegend } from './legend.ts';
import { hostMessage } from './messages.ts';
import { fillOutline } from './outline.ts';
import { announce, summaryOf } from './summary.ts';
import { createSurface } from './surface.ts';

/** The panel: takes pictures from the host, draws the newest, keeps the last good one, and sends back what is opened. */
function start(root: HTMLElement): void {
  const host = connectHost();
  const frame = buildFrame(root);
  frame.canvas.append(buildLegend());
  const surface = createSurface(frame, host);
  let newest = 0;
  let drawings = 0;
  let latest: DiagramMessage | null = null;
  let drawn: { readonly text: string; readonly svg: SVGSVGElement; readonly form: 'grouped' | 'flat' } | null = null;
  let work = Promise.resolve();

  async function draw(message: DiagramMessage): Promise<void> {
    // A newer picture came while this one waited for its turn.
    if (message.version !== newest) return;
    if (drawn?.text !== message.mermaid) {
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
      drawn = { text: message.mermaid, svg: rendering.svg, form: rendering.form };
    }
    const svg = drawn.svg.cloneNode(true);
    if (svg instanceof SVGSVGElement) surface.show(svg, message);
    frame.notice.hidden = message.nodes.length > 0;
    frame.notice.textContent = 'No service was found in this workspace.';
    frame.simpleChip.hidden = drawn.form === 'grouped' && message.nodes.every((node) => node.components.length === 1);
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
    fillOutline(frame.outlineList, message, (target) => surface.open({ ...target, version: message.version }));
    frame.summary.textContent = summaryOf(message.overlay);
    announce(frame.live, stale === null ? summaryOf(message.overlay) : `${stale}. ${summaryOf(message.overlay)}`);
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
  host.post({ type: 'ready' });
}

const root = document.getElementById(panelRootId);
if (root !== null) start(root);
