/** What a component is by its software; images, URL schemes and client libraries all lead here. */
export type Engine =
  | 'postgres'
  | 'mysql'
  | 'mongodb'
  | 'sqlite'
  | 'mssql'
  | 'redis'
  | 'memcached'
  | 'rabbitmq'
  | 'kafka'
  | 'nats'
  | 'sqs'
  | 's3'
  | 'elasticsearch'
  | 'smtp'
  | 'http'
  | 'nginx'
  | 'haproxy'
  | 'traefik'
  | 'caddy'
  | 'apisix'
  | 'pgbouncer'
  | 'prometheus'
  | 'grafana'
  | 'clickhouse'
  | 'temporal'
  | 'opentelemetry'
  | 'tracing';

/** An engine as images and addresses name it. */
export interface EnginePattern {
  readonly engine: Engine;
  readonly title: string;
  readonly component:
    | 'database'
    | 'cache'
    | 'queue'
    | 'storage'
    | 'search'
    | 'loadbalancer'
    | 'gateway'
    | 'external'
    | 'observability';
  readonly connection: 'http' | 'grpc' | 'sql' | 'mongodb' | 'redis' | 'amqp' | 'kafka' | 's3' | 'smtp' | 'other';
  /** As it comes it takes thousands of clients, so that one more costs the time to open it and no more. */
  readonly takesManyClients?: true;
  /** Repository names of images, without registry and tag. */
  readonly images: readonly string[];
  readonly schemes: readonly string[];
  readonly ports: readonly number[];
}
