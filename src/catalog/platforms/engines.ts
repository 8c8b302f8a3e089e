import type { Engine, EnginePattern } from '../types.ts';

type Row = readonly [
  engine: Engine,
  title: string,
  component: EnginePattern['component'],
  connection: EnginePattern['connection'],
  images: string,
  schemes: string,
  ports: readonly number[],
];

/**
 * Engines that take thousands of clients as they come.
 *
 * Source: https://redis.io/docs/latest/develop/reference/clients/ (`maxclients` is 10,000)
 */
const takingMany: ReadonlySet<Engine> = new Set(['redis']);

/** Image names without registry and tag, URL schemes and usual ports; words are parted by spaces. */
const rows: readonly Row[] = [
  [
    'postgres',
    'PostgreSQL',
    'database',
    'sql',
    'postgres bitnami/postgresql bitnamilegacy/postgresql postgis/postgis timescale/timescaledb timescale/timescaledb-ha pgvector/pgvector ankane/pgvector supabase/postgres citusdata/citus kartoza/postgis cimg/postgres paradedb/paradedb tensorchord/pgvecto-rs circleci/postgres ubuntu/postgres',
    'postgres postgresql',
    [5432],
  ],
  [
    'mysql',
    'MySQL',
    'database',
    'sql',
    'mysql mariadb mysql/mysql-server bitnami/mysql bitnami/mariadb bitnamilegacy/mysql bitnamilegacy/mariadb percona linuxserver/mariadb',
    'mysql mysql2 mariadb',
    [3306],
  ],
  [
    'mongodb',
    'MongoDB',
    'database',
    'mongodb',
    'mongo bitnami/mongodb bitnamilegacy/mongodb mongodb/mongodb-community-server percona/percona-server-mongodb',
    'mongodb',
    [27017],
  ],
  ['mssql', 'SQL Server', 'database', 'sql', 'mssql/server azure-sql-edge', 'mssql sqlserver', [1433]],
  ['sqlite', 'SQLite', 'database', 'sql', '', 'sqlite sqlite3', []],
  [
    'redis',
    'Redis',
    'cache',
    'redis',
    'redis redis/redis-stack redis/redis-stack-server bitnami/redis bitnamilegacy/redis valkey/valkey valkey bitnami/valkey eqalpha/keydb dragonflydb/dragonfly redis/redis',
    'redis rediss valkey',
    [6379],
  ],
  ['memcached', 'Memcached', 'cache', 'other', 'memcached bitnami/memcached', 'memcached', [11211]],
  [
    'rabbitmq',
    'RabbitMQ',
    'queue',
    'amqp',
    'rabbitmq bitnami/rabbitmq bitnamilegacy/rabbitmq',
    'amqp amqps',
    [5672, 5671],
  ],
  [
    'kafka',
    'Kafka',
    'queue',
    'kafka',
    'apache/kafka confluentinc/cp-kafka bitnami/kafka bitnamilegacy/kafka wurstmeister/kafka redpandadata/redpanda vectorized/redpanda',
    'kafka',
    [9092, 9093],
  ],
  ['nats', 'NATS', 'queue', 'other', 'nats nats-streaming bitnami/nats', 'nats', [4222]],
  ['sqs', 'SQS', 'queue', 'http', 'softwaremill/elasticmq softwaremill/elasticmq-native', 'sqs', []],
  ['s3', 'Object storage', 'storage', 's3', 'minio/minio bitnami/minio bitnamilegacy/minio', 's3', []],
  [
    'elasticsearch',
    'Elasticsearch',
    'search',
    'http',
    'elasticsearch elasticsearch/elasticsearch elastic/elasticsearch bitnami/elasticsearch opensearchproject/opensearch getmeili/meilisearch typesense/typesense',
    'elasticsearch opensearch',
    [9200],
  ],
  [
    'smtp',
    'Mail',
    'external',
    'smtp',
    'mailhog/mailhog axllent/mailpit maildev/maildev schickling/mailcatcher',
    'smtp smtps',
    [25, 465, 587, 1025],
  ],
  [
    'nginx',
    'nginx',
    'loadbalancer',
    'http',
    'nginx nginxinc/nginx-unprivileged bitnami/nginx jwilder/nginx-proxy nginxproxy/nginx-proxy openresty/openresty',
    '',
    [],
  ],
  [
    'haproxy',
    'HAProxy',
    'loadbalancer',
    'http',
    'haproxy haproxytech/haproxy-alpine haproxytech/haproxy-debian bitnami/haproxy',
    '',
    [],
  ],
  [
    'traefik',
    'Traefik',
    'gateway',
    'http',
    'traefik kong kong/kong envoyproxy/envoy apache/apisix krakend/krakend devopsfaith/krakend tykio/tyk-gateway',
    '',
    [],
  ],
  ['apisix', 'APISIX', 'gateway', 'http', 'apache/apisix bitnami/apisix', '', []],
  ['caddy', 'Caddy', 'gateway', 'http', 'caddy lucaslorentz/caddy-docker-proxy', '', []],
  [
    'pgbouncer',
    'PgBouncer',
    'database',
    'sql',
    'edoburu/pgbouncer bitnami/pgbouncer bitnamilegacy/pgbouncer pgbouncer/pgbouncer',
    '',
    [6432],
  ],
  [
    'clickhouse',
    'ClickHouse',
    'database',
    'sql',
    'clickhouse clickhouse/clickhouse-server yandex/clickhouse-server altinity/clickhouse-server bitnami/clickhouse',
    'clickhouse',
    [8123, 9000],
  ],
  ['temporal', 'Temporal', 'queue', 'grpc', 'temporalio/auto-setup temporalio/server temporalio/temporal', '', [7233]],
  [
    'opentelemetry',
    'OpenTelemetry collector',
    'observability',
    'grpc',
    'otel/opentelemetry-collector otel/opentelemetry-collector-contrib grafana/alloy grafana/agent',
    '',
    [4317],
  ],
  [
    'tracing',
    'Traces',
    'observability',
    'grpc',
    'jaegertracing/all-in-one jaegertracing/jaeger jaegertracing/jaeger-collector openzipkin/zipkin',
    '',
    [9411],
  ],
  ['prometheus', 'Prometheus', 'observability', 'http', 'prom/prometheus bitnami/prometheus', '', []],
  [
    'grafana',
    'Grafana',
    'observability',
    'http',
    'grafana/grafana grafana/grafana-oss grafana/loki grafana/tempo',
    '',
    [],
  ],
];

/** Software that images, addresses and client libraries name. */
export const engines: readonly EnginePattern[] = rows.map(
  ([engine, title, component, connection, images, schemes, ports]) => ({
    engine,
    title,
    component,
    connection,
    images: wordsOf(images),
    schemes: wordsOf(schemes),
    ports,
    ...(takingMany.has(engine) ? { takesManyClients: true } : {}),
  }),
);

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}
