import type { Library } from '../types.ts';
import { argument, called, namedArgument, option } from './wording.ts';

const node = ['@clickhouse/client'];
const python = ['clickhouse_connect'];

export const clickhouse: Library = {
  id: 'clickhouse',
  title: 'ClickHouse client',
  packages: ['@clickhouse/client', 'clickhouse-connect', 'clickhouse_connect'],
  types: [],
  uses: [
    {
      call: called(node, 'createClient'),
      role: 'store-client',
      options: argument(0),
      connects: { engine: 'clickhouse', address: [option(0, 'url', 'host')], host: [], environment: [] },
    },
    ...['get_client', 'get_async_client', 'create_client'].map((name) => ({
      call: called(python, name),
      role: 'store-client' as const,
      options: namedArgument(),
      connects: {
        engine: 'clickhouse' as const,
        address: [namedArgument('dsn'), namedArgument('host')],
        host: [],
        environment: [],
      },
    })),
  ],
  effects: [],
  citation: {
    title: 'ClickHouse: JavaScript client',
    url: 'https://clickhouse.com/docs/integrations/javascript',
  },
};
