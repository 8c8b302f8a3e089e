/** What the configuration of a PgBouncer before one database needs to know. */
export interface PgBouncer {
  /** Lines for the head of the file, without the comment sign. */
  readonly head: readonly string[];
  readonly database: { readonly name: string; readonly host: string; readonly port: number };
  readonly listen: number;
  readonly mode: 'transaction' | 'session';
  /** Connections to the database for its one user. */
  readonly poolSize: number;
  readonly reserve: number;
  readonly clients: number;
}

/** A pgbouncer.ini whose every setting PgBouncer 1.18 and later know. */
export function pgbouncerIni({ head, database, listen, mode, poolSize, reserve, clients }: PgBouncer): string {
  return [
    ...head.map((line) => `; ${line.replace(/\s+/g, ' ')}`),
    '[databases]',
    `${database.name} = host=${database.host} port=${database.port} dbname=${database.name}`,
    '',
    '[pgbouncer]',
    'listen_addr = 0.0.0.0',
    `listen_port = ${listen}`,
    'auth_type = scram-sha-256',
    '; One line for each user: "name" "SCRAM-SHA-256$…", as pg_shadow has it.',
    'auth_file = /etc/pgbouncer/userlist.txt',
    ...(mode === 'transaction'
      ? [
          '; A connection is given on after each transaction: SET, LISTEN, advisory locks and temporary tables do not',
          '; last beyond one. Prepared statements need max_prepared_statements, which is there since 1.21.',
        ]
      : ['; A connection belongs to its client until that goes, so that this helps only where clients come and go.']),
    `pool_mode = ${mode}`,
    `default_pool_size = ${poolSize}`,
    `reserve_pool_size = ${reserve}`,
    '; Clients beyond these are refused; each costs a file descriptor, so that ulimit -n must be larger.',
    `max_client_conn = ${clients}`,
    '',
  ].join('\n');
}
