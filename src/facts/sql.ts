/** What a text argument says when it is SQL: its kind, its tables and the flags that decide whether two instances collide. */
export interface SqlStatement {
  readonly kind: 'select' | 'insert' | 'update' | 'delete' | 'begin' | 'commit' | 'lock' | 'ddl' | 'other';
  readonly tables: readonly string[];
  readonly flags: readonly SqlFlag[];
}

export type SqlFlag =
  | 'for-update'
  | 'skip-locked'
  | 'on-conflict'
  | 'returning'
  | 'advisory-lock'
  | 'advisory-transaction-lock'
  | 'counts'
  /** A column that it sets is asked for in its condition, as in `set ran = now() where ran < …`: a second one changes nothing. */
  | 'own-condition'
  | 'limit'
  /** Gives one row that is worked out of all, as `select count(*)` does. */
  | 'aggregates'
  /** Gives each value once: as many rows as there are values, and not as there are rows. */
  | 'distinct'
  | 'where'
  | 'listen'
  | 'notify'
  | 'if-not-exists'
  /** Changes a setting for the session and not for the transaction alone, as `set search_path = …` does. */
  | 'session-setting'
  | 'prepares'
  /** Makes a table that lasts as long as the session. */
  | 'temporary';

const kinds: readonly (readonly [RegExp, SqlStatement['kind']])[] = [
  [/^\s*(?:with\b[\s\S]*?\)\s*)?select\b/i, 'select'],
  [/^\s*(?:insert\s+(?:or\s+\w+\s+|ignore\s+)?|replace\s+)into\b/i, 'insert'],
  [/^\s*update\s+[\w."`$]+[\s\S]*\bset\b/i, 'update'],
  [/^\s*delete\s+from\b/i, 'delete'],
  [/^\s*(?:begin|start\s+transaction)\b/i, 'begin'],
  [/^\s*(?:commit|rollback)\b/i, 'commit'],
  [/^\s*lock\s+table\b/i, 'lock'],
  [
    /^\s*(?:create|alter|drop|truncate)\s+(?:unique\s+|(?:local\s+)?temp(?:orary)?\s+)?(?:table|index|schema|extension|type|view|materialized)\b/i,
    'ddl',
  ],
  [/^\s*(?:listen|notify|set|prepare|vacuum|copy|merge\s+into)\s+\w/i, 'other'],
];

/**
 * A pooler passes on what PostgreSQL reports of itself, such as the time zone, to whoever it gives the connection next:
 * https://www.pgbouncer.org/config.html#track_extra_parameters
 */
const sessionSetting =
  /^\s*set\s+(?:session\s+)?(?!local\b|session\b|transaction\b|constraints\b|time\s+zone\b|timezone\b|client_encoding\b|datestyle\b|intervalstyle\b|standard_conforming_strings\b|application_name\b|names\b|@)(?:role\s+\S|session\s+authorization\s+\S|[a-z_][\w.]*\s*(?:=(?!=)|\bto\b)\s*\S)|\bset_config\s*\([^()]*,\s*false\s*\)/i;

const flags: readonly (readonly [RegExp, SqlFlag])[] = [
  [/\bfor\s+(?:no\s+key\s+)?update\b/i, 'for-update'],
  [/\bskip\s+locked\b/i, 'skip-locked'],
  [
    /\bon\s+(?:conflict|duplicate\s+key)\b|^\s*(?:insert\s+(?:or\s+(?:ignore|replace)|ignore)|replace)\s+into\b/i,
    'on-conflict',
  ],
  [/\breturning\b/i, 'returning'],
  [/\bpg_(?:try_)?advisory_lock(?:_shared)?\b/i, 'advisory-lock'],
  [/\bpg_(?:try_)?advisory_xact_lock(?:_shared)?\b/i, 'advisory-transaction-lock'],
  [/\bset\b[\s\S]*?([\w."`]+)\s*=\s*\1\s*[-+*/]/i, 'counts'],
  [/^\s*update\b[\s\S]*?\bset\b[\s\S]*?\b(\w+)["`]?\s*=[\s\S]*?\bwhere\b[\s\S]*\b\1\b/i, 'own-condition'],
  [/\blimit\b/i, 'limit'],
  [/^\s*select\s+(?:(?:count|sum|min|max|avg)\s*\(|exists\b)(?![\s\S]*\bgroup\s+by\b)/i, 'aggregates'],
  [/^\s*select\s+distinct\b/i, 'distinct'],
  [/\bwhere\b/i, 'where'],
  [/^\s*listen\b/i, 'listen'],
  [/^\s*notify\b|\bpg_notify\b/i, 'notify'],
  [/\bif\s+not\s+exists\b/i, 'if-not-exists'],
  [sessionSetting, 'session-setting'],
  [/^\s*prepare\s+(?!transaction\b)\w+(?:\s*\([^)]*\))?\s+as\b/i, 'prepares'],
  [/^\s*create\s+(?:local\s+)?temp(?:orary)?\s+table\b(?![\s\S]*\bon\s+commit\s+drop\b)/i, 'temporary'],
];

/** Reads a text as SQL; null when it is none. Parts that are not literal should be given as `?`. */
export function sqlStatementOf(text: string): SqlStatement | null {
  const kind = kinds.find(([pattern]) => pattern.test(text))?.[1];
  if (kind === undefined) return null;
  return {
    kind,
    tables: tablesOf(text),
    flags: flags.filter(([pattern]) => pattern.test(text)).map(([, flag]) => flag),
  };
}

function tablesOf(text: string): readonly string[] {
  // `for update` locks rows; what follows it is no table.
  const names = [...text.matchAll(/\b(?:from|join|into|(?<!\bfor\s+(?:no\s+key\s+)?)update)\s+([\w."`]+)/gi)].map(
    (match) => (match[1] ?? '').replaceAll(/["`]/g, '').toLowerCase(),
  );
  return [...new Set(names)].filter((name) => name !== '').sort();
}
