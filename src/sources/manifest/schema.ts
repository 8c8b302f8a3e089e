import type { SchemaManifest } from '../../facts/manifest.ts';
import type { Span } from '../../text/range.ts';

/** Reads the data source of a Prisma schema. Of its address only a file's path or a name is kept, so that no secret is. */
export function schemaManifestOf(text: string): SchemaManifest {
  const source = /^[ \t]*datasource[ \t]+\w+[ \t]*\{([^}]*)\}/m.exec(text);
  const client = clientOf(text);
  if (source?.[1] === undefined) return { kind: 'schema', provider: null, address: null, client };
  const start = source.index + source[0].indexOf('{') + 1;
  const provider = writtenAs(source[1], start, /^([ \t]*provider[ \t]*=[ \t]*)"(\w+)"/m);
  const file = writtenAs(source[1], start, /^([ \t]*url[ \t]*=[ \t]*)"(file:[^"\n]*)"/m);
  const name = writtenAs(source[1], start, /^([ \t]*url[ \t]*=[ \t]*env\([ \t]*)"([A-Za-z_]\w*)"/m);
  return {
    kind: 'schema',
    provider: provider === null ? null : { name: provider.text, span: provider.span },
    address:
      file !== null
        ? { kind: 'file', text: file.text, span: file.span }
        : name !== null
          ? { kind: 'environment', name: name.text, span: name.span }
          : null,
    client,
  };
}

/** The first generator that makes a client where its output says. */
function clientOf(text: string): SchemaManifest['client'] {
  const blocks = [...text.matchAll(/^[ \t]*generator[ \t]+\w+[ \t]*\{([^}]*)\}/gm)].map(([, block = '']) => block);
  const makes = blocks.find((block) => /^[ \t]*provider[ \t]*=[ \t]*"prisma-client(?:-js)?"/m.test(block));
  const output = /^[ \t]*output[ \t]*=[ \t]*"([^"\n]+)"/m.exec(makes ?? '')?.[1];
  return output === undefined ? null : { folder: output, module: '@prisma/client' };
}

/** The text in quotes behind a setting's name, and where it stands. */
function writtenAs(
  block: string,
  start: number,
  pattern: RegExp,
): { readonly text: string; readonly span: Span } | null {
  const match = pattern.exec(block);
  const [, before, text] = match ?? [];
  if (match === null || before === undefined || text === undefined) return null;
  const at = start + match.index + before.length + 1;
  return { text, span: [at, at + text.length] };
}
