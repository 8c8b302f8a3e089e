import type { Catalog, Engine, EnginePattern } from '../catalog/types.ts';
import type { Address } from '../facts/deployment.ts';
import { repositoryOf } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/**
 * The software that a container runs, told by its image, or by the unit's name where the image is made from the
 * software's own: a service `mysql` that is built is a MySQL with data in it. Null for one's own programs and for
 * what nobody knows.
 */
export function engineOfUnit(catalog: Catalog, node: UnitNode): EnginePattern | null {
  const { fact, unit } = node;
  if (fact?.buildContext != null) {
    return engineOfImage(catalog, plainNames[unit.name] ?? unit.name) ?? storeOfBase(catalog, node);
  }
  return fact?.image == null ? null : engineOfImage(catalog, fact.image.value);
}

/** An image that begins with a store's own and puts none of the workspace's code into it is that store, with its settings. */
function storeOfBase(catalog: Catalog, { built }: UnitNode): EnginePattern | null {
  const base = built === null ? null : engineOfImage(catalog, built.base.text);
  return base !== null && ['database', 'cache', 'queue', 'search'].includes(base.component) ? base : null;
}

/** Names that say what an image says by another. */
const plainNames: Readonly<Record<string, string>> = {
  mongodb: 'mongo',
  postgresql: 'postgres',
  elastic: 'elasticsearch',
};

export function engineOfImage(catalog: Catalog, image: string): EnginePattern | null {
  const repository = repositoryOf(image).replace(/^library\//, '');
  return catalog.engines.find(({ images }) => images.includes(repository)) ?? null;
}

/** What a name of the environment says that it leads to: `MONGO_URL`, `CLOUDAMQP_URL`. */
export function engineOfName(catalog: Catalog, name: string): EnginePattern | null {
  const engine = names.find(([pattern]) => pattern.test(name))?.[1];
  return catalog.engines.find((each) => each.engine === engine) ?? null;
}

const names: readonly (readonly [RegExp, Engine])[] = [
  [/(?:^|_)(?:POSTGRES(?:QL)?|PG)_(?:URL|URI|DSN|HOST)$|^PGHOST$/, 'postgres'],
  [/(?:^|_)(?:MYSQL|MARIADB)_(?:URL|URI|DSN|HOST)$/, 'mysql'],
  [/(?:^|_)MONGO(?:DB)?_(?:URL|URI|DSN|HOST)$/, 'mongodb'],
  [/(?:^|_)(?:REDIS|VALKEY)_(?:URL|URI|DSN|HOST)$/, 'redis'],
  [/(?:^|_)(?:AMQP|RABBITMQ|CLOUDAMQP)_(?:URL|URI|DSN|HOST)$/, 'rabbitmq'],
  [/(?:^|_)KAFKA_(?:BROKERS?|BOOTSTRAP_SERVERS?)$/, 'kafka'],
  [/(?:^|_)(?:AZURE_STORAGE_CONNECTION_STRING|S3_BUCKET(?:_NAME)?|AWS_STORAGE_BUCKET_NAME|GCS_BUCKET)$/, 's3'],
  [/(?:^|_)(?:ELASTICSEARCH|OPENSEARCH|MEILI(?:SEARCH)?)_(?:URL|URI|HOST|ADDR)$/, 'elasticsearch'],
];

export function engineOfAddress(catalog: Catalog, address: Address): EnginePattern | null {
  return (
    engineOfScheme(catalog, address.scheme) ??
    catalog.engines.find(
      ({ ports }) => address.scheme === '' && address.port !== null && ports.includes(address.port),
    ) ??
    null
  );
}

/** `postgresql+psycopg2` is a scheme of PostgreSQL. */
export function engineOfScheme(catalog: Catalog, scheme: string): EnginePattern | null {
  const plain = scheme.replace(/\+.*$/, '').toLowerCase();
  return catalog.engines.find(({ schemes }) => schemes.includes(plain)) ?? null;
}
