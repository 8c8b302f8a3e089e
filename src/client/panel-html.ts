import { panelRootId } from '../protocol/panel.ts';

export interface PanelPage {
  /** The source that the editor serves a panel's own files from. */
  readonly cspSource: string;
  /** At least 128 random bits. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
}

/**
 * The page of the diagram panel. It holds no data: everything comes by message. Styles may stand inline because Mermaid writes them into
 * its drawing, and a nonce would switch that off and blacken the nodes.
 */
export function panelHtml({ cspSource, nonce, script, style, title }: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `img-src ${cspSource} data:`,
    `style-src ${cspSource} 'unsafe-inline'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${title}</title>
</head>
<body>
<div id="${panelRootId}"></div>
<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
