/** The fixed parts of the panel; what is drawn comes and goes inside them. */
export interface Frame {
  readonly canvas: HTMLElement;
  readonly sheet: HTMLElement;
  /** Laid out but not seen; Mermaid measures its texts there. */
  readonly stage: HTMLElement;
  readonly summary: HTMLElement;
  readonly staleChip: HTMLElement;
  readonly simpleChip: HTMLElement;
  readonly supposedChip: HTMLElement;
  readonly notice: HTMLElement;
  readonly outline: HTMLElement;
  readonly outlineList: HTMLElement;
  readonly outlineButton: HTMLButtonElement;
  readonly live: HTMLElement;
  /** Where menus and the search are put in the bar. */
  readonly tools: HTMLElement;
  /** Under the bar, for what is supposed. */
  readonly strip: HTMLElement;
  readonly buttons: Readonly<Record<'in' | 'out' | 'actual' | 'fit' | 'turn' | 'find' | 'cursor', HTMLButtonElement>>;
}

export function buildFrame(root: HTMLElement): Frame {
  const buttons = {
    out: button('−', 'Zoom out', '-'),
    actual: button('1:1', '1:1, actual size', '0'),
    in: button('+', 'Zoom in', '+'),
    fit: button('Fit', 'Fit the whole picture', 'F'),
    turn: button('Turn', 'Turn the picture: left to right, or top to bottom', 'T'),
  };
  const find = button('Find', 'Find a component', 'Control+F');
  const cursor = button('Reveal', 'Reveal what the text cursor stands in', 'R');
  const outlineButton = button('Outline', 'Show or hide the outline', 'O');
  const summary = element('p', 'summary');
  const staleChip = element('span', 'chip stale');
  const simpleChip = element('span', 'chip simple');
  const supposedChip = element('span', 'chip supposed');
  for (const chip of [staleChip, simpleChip, supposedChip]) chip.hidden = true;
  const bar = element('header', 'bar');
  const zoom = element('div', 'zoom');
  zoom.setAttribute('role', 'group');
  zoom.setAttribute('aria-label', 'Zoom');
  zoom.append(buttons.out, buttons.actual, buttons.in, buttons.fit, buttons.turn);
  const tools = element('div', 'tools');
  tools.append(find, cursor);
  const strip = element('div', 'strip');
  strip.hidden = true;
  bar.append(summary, staleChip, simpleChip, supposedChip, tools, zoom, outlineButton);

  const canvas = element('div', 'canvas');
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'region');
  canvas.setAttribute(
    'aria-label',
    'Picture. Plus, minus, 0 and F zoom; arrows move; Tab goes to the components, C to their details, N to their neighbours; Control and F finds.',
  );
  const sheet = element('div', 'sheet');
  const notice = element('p', 'notice');
  notice.textContent = 'Reading the workspace …';
  canvas.append(sheet, notice);

  const outline = element('nav', 'outline');
  outline.setAttribute('aria-label', 'Outline of the picture');
  const outlineList = element('ul', 'outline-list');
  outline.append(heading('Outline'), outlineList);

  const live = element('div', 'unseen');
  live.setAttribute('role', 'status');
  const stage = element('div', 'stage');
  stage.setAttribute('aria-hidden', 'true');
  const body = element('main', 'body');
  body.append(canvas, outline);
  const title = element('h1', 'unseen');
  title.textContent = 'Architecture';
  bar.prepend(title);
  root.replaceChildren(bar, strip, body, live, stage);
  return {
    canvas,
    sheet,
    stage,
    summary,
    staleChip,
    simpleChip,
    supposedChip,
    notice,
    outline,
    outlineList,
    outlineButton,
    live,
    tools,
    strip,
    buttons: { ...buttons, find, cursor },
  };
}

export function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

export function heading(text: string): HTMLElement {
  const made = element('h2', 'heading');
  made.textContent = text;
  return made;
}

function button(text: string, label: string, key: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.setAttribute('aria-label', label);
  made.title = `${label} (${key})`;
  made.setAttribute('aria-keyshortcuts', key);
  return made;
}
