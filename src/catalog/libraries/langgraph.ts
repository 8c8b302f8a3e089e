import type { Library, UsePattern } from '../types.ts';
import { constructed, neverShared } from './wording.ts';

const savers = ['@langchain/langgraph', '@langchain/langgraph/web', '@langchain/langgraph-checkpoint'];
const shared = ['postgres', 'redis', 'mongodb'].map((store) => `@langchain/langgraph-checkpoint-${store}`);

const use: Omit<UsePattern, 'call'> = {
  role: 'agent-memory',
  options: null,
  shared: neverShared,
  // A long-term store stands in a module of its own.
  sharedBy: [...shared, ...shared.map((module) => `${module}/store`)],
  agentMemory: { named: ['configurable.thread_id'] },
  remedy:
    'Give it one that all instances share, such as `PostgresSaver` of `@langchain/langgraph-checkpoint-postgres`.',
};

export const langgraph: Library = {
  id: 'langgraph',
  title: 'LangGraph',
  packages: ['@langchain/langgraph', '@langchain/langgraph-checkpoint'],
  types: [],
  uses: [
    { ...use, call: constructed(savers, 'MemorySaver') },
    {
      ...use,
      call: constructed(savers, 'InMemoryStore'),
      agentMemory: { named: ['thread_id', 'user_id', 'userId'].map((name) => `configurable.${name}`) },
      remedy:
        'Give it one that all instances share, such as `PostgresStore` of `@langchain/langgraph-checkpoint-postgres/store`.',
    },
  ],
  effects: [],
  citation: {
    title: 'LangChain: long-term memory',
    url: 'https://docs.langchain.com/oss/javascript/langchain/long-term-memory',
    quote: 'InMemoryStore saves data to an in-memory dictionary. Use a DB-backed store in production use.',
  },
};
