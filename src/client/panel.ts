import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelViewType } from '../protocol/commands.ts';
import { type HostToPanel, type PanelToHost, type Picture, type PictureWish, plainWish } from '../protocol/panel.ts';
import {
  type ComponentAtParams,
  type ComponentAtResult,
  type DiagramParams,
  type DiagramResult,
  requests,
} from '../protocol/requests.ts';
import { exportPicture } from './export-picture.ts';
import { openPlaces } from './open-places.ts';
import { panelHtml } from './panel-html.ts';
import { panelMessage } from './panel-messages.ts';
import { createSentPicture } from './sent-picture.ts';
import type { Server } from './server.ts';

/** The one diagram panel of a window. */
export interface DiagramPanel extends vscode.Disposable {
  /** Shows the panel for a folder; a second call brings the same panel to the front. */
  readonly show: (folder: vscode.Uri) => void;
  /** Shows where in the picture the cursor of an editor stands. */
  readonly reveal: (editor: vscode.TextEditor) => Promise<void>;
}

/** Which folder the panel shows, so that it comes back after a restart of the editor. */
const folderKey = 'diagram.folder';

export function createPanel(
  context: vscode.ExtensionContext,
  server: Server,
  log: vscode.LogOutputChannel,
): DiagramPanel {
  const files = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
  const options: vscode.WebviewOptions = { enableScripts: true, enableCommandUris: false, localResourceRoots: [files] };
  let shown: Shown | null = null;

  function show(folder: vscode.Uri): void {
    void context.workspaceState.update(folderKey, folder.toString());
    if (shown !== null) {
      shown.turnTo(folder);
      shown.panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Architecture');
    fill(vscode.window.createWebviewPanel(panelViewType, title, vscode.ViewColumn.Beside, options), folder);
  }

  function fill(panel: vscode.WebviewPanel, folder: vscode.Uri): void {
    panel.webview.options = options;
    panel.webview.html = panelHtml({
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(24).toString('base64url'),
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(files, 'panel.js')).toString(),
      style: panel.webview.asWebviewUri(vscode.Uri.joinPath(files, 'panel.css')).toString(),
      title: panel.title,
    });
    const made = showIn(panel, folder, server, log, reveal);
    shown = made;
    panel.onDidDispose(() => {
      made.dispose();
      if (shown === made) shown = null;
    });
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(panelViewType, {
    // What the panel kept of itself goes back into it by the editor; the host needs the folder alone.
    deserializeWebviewPanel: async (panel) => {
      const kept = context.workspaceState.get<string>(folderKey);
      const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === kept);
      if (folder === undefined || shown !== null) panel.dispose();
      else fill(panel, folder.uri);
    },
  });

  async function reveal(editor: vscode.TextEditor): Promise<void> {
    const client = await server.running();
    const { document, selection } = editor;
    const params: ComponentAtParams = { uri: document.uri.toString(), line: selection.active.line };
    const found = await client?.sendRequest<ComponentAtResult>(requests.componentAt, params);
    if (found === null || found === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing in the diagram comes from this line.'));
      return;
    }
    show(vscode.Uri.parse(found.folder, true));
    shown?.mark(found.id);
  }

  return {
    show,
    reveal,
    dispose: () => {
      serializer.dispose();
      shown?.panel.dispose();
    },
  };
}

interface Shown extends vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly turnTo: (folder: vscode.Uri) => void;
  /** Brings a component into view, as soon as a picture is there. */
  readonly mark: (id: string) => void;
}

/** Keeps one panel's picture the same as the newest analysis of its folder, and opens what is clicked in it. */
function showIn(
  panel: vscode.WebviewPanel,
  first: vscode.Uri,
  server: Server,
  log: vscode.LogOutputChannel,
  reveal: DiagramPanel['reveal'],
): Shown {
  let folder = first;
  let wish: PictureWish = plainWish;
  const sent = createSentPicture();
  let asking: vscode.CancellationTokenSource | null = null;
  let marked: string | null = null;

  function post(message: HostToPanel): void {
    void panel.webview.postMessage(message);
  }

  /** Of several questions only the newest counts, so that an older answer never covers a newer one. */
  async function update(wanted: boolean, pulled = false): Promise<void> {
    if (wanted) sent.want();
    asking?.cancel();
    const asked = new vscode.CancellationTokenSource();
    asking = asked;
    const of = folder.toString();
    try {
      const client = await server.running();
      if (asked.token.isCancellationRequested) return;
      const params: DiagramParams = { folder: of, ...wish };
      const ask = async (more: Partial<DiagramParams>) => {
        const picture =
          client === null
            ? noPicture
            : await client.sendRequest<DiagramResult>(requests.diagram, { ...params, ...more }, asked.token);
        const message = asked.token.isCancellationRequested ? null : sent.next(picture, of);
        if (message !== null) post(message);
      };
      // While somebody pulls, the sums come first; what would be found takes longer in a large workspace.
      if (pulled && Object.keys(wish.hosts).length > 0) await ask({ figures: true });
      if (!asked.token.isCancellationRequested) await ask({});
      if (marked !== null) post({ type: 'reveal', id: marked });
      marked = null;
    } catch (error) {
      if (asked.token.isCancellationRequested) return;
      // The last good picture stays; the next analysis brings a new one.
      const message = error instanceof Error ? error.message : String(error);
      log.warn(`The diagram could not be drawn: ${message}`);
      // Who asked for it looks at an empty panel, or at another folder's picture.
      if (wanted) void vscode.window.showErrorMessage(vscode.l10n.t('The diagram could not be drawn: {0}', message));
    } finally {
      asked.dispose();
      if (asking === asked) asking = null;
    }
  }

  async function answer(message: PanelToHost): Promise<void> {
    if (message.type === 'ready') await update(true);
    else if (message.type === 'wish') {
      const { type: _, ...wished } = message;
      wish = wished;
      await update(false, true);
    } else if (message.type === 'cursor') {
      // The panel has the focus, so that the editor beside it is no longer the active one.
      const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
      if (editor !== undefined) await reveal(editor);
    } else if (message.type === 'trouble') log.warn(`Diagram panel: ${message.message}`);
    else if (message.type === 'export')
      await exportPicture(vscode.Uri.parse(sent.folder() ?? folder.toString(), true), message);
    else await open(message);
  }

  async function open(message: Extract<PanelToHost, { type: 'open' }>): Promise<void> {
    const found = sent.placesOf(message);
    if (found === null) return;
    const column = panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    await openPlaces(vscode.Uri.parse(found.folder, true), found.places, column);
    if (message.fix === true) await vscode.commands.executeCommand('editor.action.quickFix');
  }

  const listening = vscode.Disposable.from(
    panel.webview.onDidReceiveMessage((value: unknown) => {
      const message = panelMessage(value);
      if (message === null) {
        log.warn('The diagram panel sent something unknown.');
        return;
      }
      answer(message).catch((error: unknown) => {
        const said = error instanceof Error ? error.message : String(error);
        log.error(said);
        void vscode.window.showErrorMessage(vscode.l10n.t('Second Instance: {0}', said));
      });
    }),
    server.onAnalysed((analysed) => {
      if (panel.visible && analysed === folder.toString()) void update(false);
    }),
    panel.onDidChangeViewState(() => {
      if (panel.visible) void update(false);
    }),
    { dispose: () => asking?.cancel() },
  );
  return {
    panel,
    turnTo: (next) => {
      if (next.toString() === folder.toString()) return;
      folder = next;
      // What was supposed of one folder's programs says nothing of another's.
      wish = { ...wish, hosts: {} };
      void update(true);
    },
    mark: (id) => {
      marked = id;
      // A picture that is on its way takes it along.
      if (asking === null) void update(false);
    },
    dispose: () => listening.dispose(),
  };
}

/** Where nothing answers requests there is nothing to draw, and the panel says so. */
const noPicture: Picture = {
  view: 'now',
  programs: [],
  hosts: {},
  overlay: { components: [], connections: [] },
  annotations: { components: [], connections: [], findings: [] },
  written: 'flowchart LR\n',
  mermaid: 'flowchart LR\n',
  mermaidFlat: 'flowchart LR\n',
  layout: '',
  outline: '',
  lines: [],
  nodes: [],
  edges: [],
  stale: false,
};
