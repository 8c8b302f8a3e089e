import type { Diagnostic } from 'vscode-languageserver';

export interface Publication {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The version of the open document that they are true of; null for a file that is not open. */
  readonly version: number | null;
}

/** Remembers what the editor shows, so that only what changed is sent, and what is gone is cleared. */
export function createPublisher(send: (publication: Publication) => void) {
  const shown = new Map<string, string>();

  /** Shows exactly these publications and nothing else of this folder. */
  return (publications: readonly Publication[]): void => {
    const next = new Map(publications.map((publication) => [publication.uri, publication]));
    for (const uri of [...shown.keys()]) {
      if (next.has(uri)) continue;
      shown.delete(uri);
      send({ uri, diagnostics: [], version: null });
    }
    for (const publication of publications) {
      const text = JSON.stringify(publication.diagnostics);
      const before = shown.get(publication.uri);
      if (text === before || (before === undefined && publication.diagnostics.length === 0)) continue;
      if (publication.diagnostics.length === 0) shown.delete(publication.uri);
      else shown.set(publication.uri, text);
      send(publication);
    }
  };
}
