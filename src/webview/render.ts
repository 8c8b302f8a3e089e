import mermaid from 'mermaid';

/** How far the picture had to be simplified to be laid out at all. */
export type Rendering =
  | { readonly form: 'grouped' | 'flat'; readonly svg: SVGSVGElement; readonly trouble: readonly string[] }
  | { readonly form: 'none'; readonly trouble: readonly string[] };

/** Everything a later version of Mermaid might choose otherwise is said here; colours are left to the page. */
function configure(font: string): void {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    htmlLabels: false,
    layout: 'dagre',
    theme: 'base',
    look: 'classic',
    deterministicIds: true,
    suppressErrorRendering: true,
    maxTextSize: 50_000,
    maxEdges: 2_000,
    fontFamily: font,
    themeVariables: { fontFamily: font, fontSize: '14px' },
    flowchart: {
      curve: 'basis',
      nodeSpacing: 30,
      rankSpacing: 36,
      padding: 16,
      useMaxWidth: false,
      wrappingWidth: 420,
    },
  });
}

/** Left to right, or top to bottom. */
export type Direction = 'LR' | 'TB';

/**
 * Lays the picture out: with its boxes, else flat. Never rejects; what went wrong on the way is told in `trouble`.
 * `name` must be another for each picture, because Mermaid removes what already bears it. `stage` is an element of the
 * page that is laid out but not seen, because Mermaid measures its texts there.
 */
export async function renderPicture(
  name: string,
  texts: readonly [grouped: string, flat: string],
  direction: Direction,
  stage: HTMLElement,
): Promise<Rendering> {
  configure(getComputedStyle(stage).fontFamily);
  const trouble: string[] = [];
  for (const [index, form] of (['grouped', 'flat'] as const).entries()) {
    try {
      const { svg } = await mermaid.render(`${name}-${form}`, turned(texts[index] ?? '', direction), stage);
      const parsed = svgOf(svg);
      if (parsed !== null) return { form, svg: parsed, trouble };
      trouble.push(`The ${form} picture came out as no picture.`);
    } catch (error) {
      trouble.push(
        `The ${form} picture could not be laid out: ${error instanceof Error ? error.message : String(error)}`,
      );
    } finally {
      stage.replaceChildren();
    }
  }
  return { form: 'none', trouble };
}

/** The host writes left to right; the panel alone knows its own shape. */
function turned(text: string, direction: Direction): string {
  return text.replace(/^flowchart LR/, `flowchart ${direction}`);
}

function svgOf(text: string): SVGSVGElement | null {
  const template = document.createElement('template');
  template.innerHTML = text;
  return template.content.querySelector('svg');
}
