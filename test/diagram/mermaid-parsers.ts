import { JSDOM } from 'jsdom';

interface Parser {
  readonly initialize: (configuration: object) => void;
  readonly parse: (text: string) => Promise<unknown>;
}

/**
 * Mermaid's own parser in the version that the panel draws with and in the one before it, which editors and code
 * hosts still preview with. Both look for a browser when they are loaded, so one is put there first.
 */
export async function mermaidParsers(): Promise<readonly { readonly version: string; readonly parser: Parser }[]> {
  const { window } = new JSDOM('<!doctype html><body></body>');
  const names = ['Element', 'HTMLElement', 'Node', 'DocumentFragment', 'HTMLTemplateElement', 'NodeFilter'] as const;
  Object.assign(globalThis, { window, document: window.document, DOMParser: window.DOMParser });
  for (const name of [...names, 'NamedNodeMap', 'SVGElement'] as const) {
    Object.assign(globalThis, { [name]: window[name] });
  }
  const versions = [
    { version: '12', parser: (await import('mermaid')).default },
    { version: '11', parser: (await import('mermaid-11')).default },
  ];
  for (const { parser } of versions) parser.initialize({ startOnLoad: false, suppressErrorRendering: true });
  return versions;
}
