import type { UnreadFile, UnreadKind } from '../facts/unread-file.ts';

type Row = readonly [pattern: RegExp, kind: UnreadKind, title: string];

/** By path, in lower case; the first row that matches decides. A row goes when a reader for its format comes. */
const rows: readonly Row[] = [
  [/(?:^|\/)vercel\.json$/, 'copies', 'Vercel file'],
  [/\.tf$/, 'copies', 'Terraform file'],
  [/(?:^|\/)go\.mod$/, 'language', 'Go'],
  [/(?:^|\/)pom\.xml$|(?:^|\/)build\.gradle(?:\.kts)?$/, 'language', 'Java or Kotlin'],
  [/(?:^|\/)gemfile$/, 'language', 'Ruby'],
  [/(?:^|\/)composer\.json$/, 'language', 'PHP'],
  [/(?:^|\/)cargo\.toml$/, 'language', 'Rust'],
  [/\.csproj$/, 'language', 'C#'],
  [/(?:^|\/)mix\.exs$/, 'language', 'Elixir'],
  [/(?:^|\/)build\.sbt$/, 'language', 'Scala'],
];

/** Endings of code and texts that are called after what they are about: `dockerfile.ts`, `nginx.conf.md`. */
const other = /\.(?:[cm]?[jt]sx?|py|ya?ml|mdx?|html?|css)$/;

/** What a file is that no reader takes although it says something of programs; null for all others. */
export function unreadFileAt(path: string): UnreadFile | null {
  const lower = path.toLowerCase();
  const row = rows.find(([pattern, kind]) => pattern.test(lower) && (kind === 'copies' || !other.test(lower)));
  return row === undefined ? null : { path, kind: row[1], title: row[2] };
}
