import { join } from 'node:path';
import type { Analysis } from '../engine/types.ts';
import type { Finding } from '../findings/types.ts';
import { diagnosticOf, isListed } from './diagnostics.ts';
import type { Publication } from './publisher.ts';
import type { Settings } from './settings.ts';
import { uriOf } from './uris.ts';
import type { FileNow } from './workspace-edits.ts';

/** What the editor is to show of one folder: each file with findings that belong into the list of problems. */
export function publicationsOf(
  analysis: Analysis,
  root: string,
  settings: Settings,
  openDocument: (path: string) => FileNow | null,
  owns: (uri: string) => boolean,
): readonly Publication[] {
  const byFile = new Map<string, Finding[]>();
  for (const finding of analysis.findings) {
    const together = byFile.get(finding.file);
    if (together === undefined) byFile.set(finding.file, [finding]);
    else together.push(finding);
  }
  return [...byFile].flatMap(([file, findings]) => {
    const open = openDocument(join(root, file));
    const uri = open?.uri ?? uriOf(root, file);
    if (!owns(uri)) return [];
    const listed = findings.filter((finding) => isListed(finding, settings, open !== null));
    if (listed.length === 0) return [];
    return [{ uri, diagnostics: listed.map((finding) => diagnosticOf(finding, root)), version: open?.version ?? null }];
  });
}
