import type { Library, UsePattern } from '../types.ts';
import { argument, constructed, made, namedOrAt, option } from './wording.ts';

function search(call: UsePattern['call'], ...address: NonNullable<UsePattern['connects']>['address']): UsePattern {
  return {
    call,
    role: 'search-client',
    options: argument(0),
    connects: { engine: 'elasticsearch', address, host: [], environment: [] },
  };
}

export const searchClients: Library = {
  id: 'search-clients',
  title: 'Search client',
  packages: [
    '@elastic/elasticsearch',
    '@opensearch-project/opensearch',
    'meilisearch',
    'typesense',
    'elasticsearch',
    'opensearch-py',
  ],
  types: [],
  uses: [
    search(constructed(['@elastic/elasticsearch'], 'Client'), option(0, 'node', 'nodes')),
    search(constructed(['@opensearch-project/opensearch'], 'Client'), option(0, 'node', 'nodes')),
    search(constructed(['meilisearch'], 'MeiliSearch'), option(0, 'host')),
    search(constructed(['meilisearch'], 'Meilisearch'), option(0, 'host')),
    search(made(['typesense'], 'Client'), option(0, 'nodes')),
    search(made(['typesense'], 'default.Client'), option(0, 'nodes')),
    search(made(['elasticsearch'], 'Elasticsearch'), namedOrAt(0, 'hosts')),
    search(made(['elasticsearch'], 'AsyncElasticsearch'), namedOrAt(0, 'hosts')),
    search(made(['opensearchpy'], 'OpenSearch'), namedOrAt(0, 'hosts')),
    search(made(['meilisearch'], 'Client'), namedOrAt(0, 'url')),
  ],
  effects: [],
  citation: {
    title: 'Elasticsearch: JavaScript client',
    url: 'https://www.elastic.co/docs/reference/elasticsearch/clients/javascript/connecting',
  },
};
