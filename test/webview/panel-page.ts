import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { panelHtml } from '../../src/client/panel-html.ts';

/** The panel's page on loopback, as the client writes it, with a stand-in for the editor's side of the messages. */
export interface PanelPage {
  readonly address: string;
  readonly close: () => Promise<void>;
}

const nonce = 'dGhlIHNob3AgaXMgb3Blbg';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
};

/** `built` holds panel.js, its chunks and panel.css. */
export async function servePanel(built: string): Promise<PanelPage> {
  const page = panelHtml({ cspSource: "'self'", nonce, script: 'panel.js', style: 'panel.css', title: 'Architecture' });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const answer = path === '/' ? Promise.resolve(Buffer.from(page)) : readFile(join(built, path));
    answer.then(
      (body) => {
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/html; charset=utf-8' });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Runs in the page before its own code: records what the panel sends, keeps its state, and notes what the policy forbids. */
export const standIn = `
  globalThis.sent = [];
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => sent.push(message),
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
  });
`;
