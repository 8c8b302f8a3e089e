/** A number that somebody else's software decides, with the page that says so and the day it was read there. */
export interface Constant {
  readonly value: number;
  readonly unit: 'connections' | 'copies' | 'share' | 'seconds' | 'requests' | 'environments';
  readonly title: string;
  readonly source: string;
  /** ISO date. */
  readonly checked: string;
}

const checked = '2026-11-23';

/** PostgreSQL: connections that the server accepts when nobody set it. */
export const postgresMaxConnections: Constant = {
  value: 100,
  unit: 'connections',
  title: 'max_connections',
  source: 'https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-MAX-CONNECTIONS',
  checked,
};

/** PostgreSQL: connections that only a superuser can take. */
export const postgresSuperuserReserved: Constant = {
  value: 3,
  unit: 'connections',
  title: 'superuser_reserved_connections',
  source: 'https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-SUPERUSER-RESERVED-CONNECTIONS',
  checked,
};

/** PostgreSQL: connections for roles with pg_use_reserved_connections, since version 16. */
export const postgresReserved: Constant = {
  value: 0,
  unit: 'connections',
  title: 'reserved_connections',
  source: 'https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-RESERVED-CONNECTIONS',
  checked,
};

/** MySQL and MariaDB: clients at once. The one more for an administrator comes on top, so none is reserved within. */
export const mysqlMaxConnections: Constant = {
  value: 151,
  unit: 'connections',
  title: 'max_connections',
  source: 'https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connections',
  checked,
};

/** SQL Server: user connections at once. */
export const mssqlUserConnections: Constant = {
  value: 32_767,
  unit: 'connections',
  title: 'user connections',
  source:
    'https://learn.microsoft.com/sql/database-engine/configure-windows/configure-the-user-connections-server-configuration-option',
  checked,
};

/** PgBouncer: connections to the database for each pair of user and database. */
export const pgbouncerPoolSize: Constant = {
  value: 20,
  unit: 'connections',
  title: 'default_pool_size',
  source: 'https://www.pgbouncer.org/config.html#default_pool_size',
  checked,
};

/** PgBouncer: clients at once. */
export const pgbouncerMaxClients: Constant = {
  value: 100,
  unit: 'connections',
  title: 'max_client_conn',
  source: 'https://www.pgbouncer.org/config.html#max_client_conn',
  checked,
};

/** Kubernetes: share of a Deployment's replicas that may exist beyond them while it rolls; rounded up. */
export const deploymentMaxSurge: Constant = {
  value: 0.25,
  unit: 'share',
  title: 'maxSurge',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge',
  checked,
};

/** Kubernetes: an autoscaler leaves things as they are while the ratio is this near to one. */
export const autoscalerTolerance: Constant = {
  value: 0.1,
  unit: 'share',
  title: 'horizontal-pod-autoscaler-tolerance',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details',
  checked,
};

/** Share of the usable connections that may be planned for; the rest is for what nobody thought of. */
export const plannedShare: Constant = {
  value: 0.8,
  unit: 'share',
  title: 'planned share of connections',
  source: 'https://github.com/headroom-project/headroom',
  checked,
};

/** AWS Lambda: requests that an account runs at once in a region until it asks for more. */
export const lambdaConcurrency: Constant = {
  value: 1000,
  unit: 'environments',
  title: 'concurrent executions',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  checked,
};

/** A process with one event loop waits 1.5 services at this use on average (F3), and far longer beyond it. */
export const eventLoopUse: Constant = {
  value: 0.6,
  unit: 'share',
  title: 'planned use of one event loop',
  source: 'https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop',
  checked,
};

/** A pool of several workers may be busier than one, because whoever is free takes the next (F3). */
export const workerUse: Constant = {
  value: 0.8,
  unit: 'share',
  title: 'planned use of workers',
  source: 'https://sre.google/sre-book/service-best-practices/',
  checked,
};

/** KEDA: seconds between two looks at a queue. */
export const kedaPolling: Constant = {
  value: 30,
  unit: 'seconds',
  title: 'pollingInterval',
  source: 'https://keda.sh/docs/latest/reference/scaledobject-spec/#pollinginterval',
  checked,
};

/** Kubernetes: seconds between two looks of an autoscaler at its metrics. */
export const autoscalerSync: Constant = {
  value: 15,
  unit: 'seconds',
  title: 'horizontal-pod-autoscaler-sync-period',
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work',
  checked,
};

/** All of them, so that a test can say when one was not looked at for a year. */
export const constants: readonly Constant[] = [
  postgresMaxConnections,
  postgresSuperuserReserved,
  postgresReserved,
  mysqlMaxConnections,
  mssqlUserConnections,
  pgbouncerPoolSize,
  pgbouncerMaxClients,
  deploymentMaxSurge,
  autoscalerTolerance,
  plannedShare,
  lambdaConcurrency,
  eventLoopUse,
  workerUse,
  kedaPolling,
  autoscalerSync,
];
