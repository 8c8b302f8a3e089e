import type { Library, UsePattern } from '../types.ts';
import { called, neverShared } from './wording.ts';

const savers = ['langgraph.checkpoint.memory'];
const stores = ['langgraph.store.memory'];
const sharing = ['postgres', 'redis', 'mongodb', 'mysql'];
const shared = (kind: 'checkpoint' | 'store'): readonly string[] =>
  sharing.flatMap((store) => [`langgraph.${kind}.${store}`, `langgraph.${kind}.${store}.aio`]);

const use: Omit<UsePattern, 'call'> = {
  role: 'agent-memory',
  options: null,
  shared: neverShared,
  sharedBy: [...shared('checkpoint'), 'langgraph_checkpoint_dynamodb', 'langgraph_checkpoint_aws'],
  agentMemory: { named: ['configurable.thread_id'] },
  remedy: 'Give it one that all instances share, such as `AsyncPostgresSaver` of `langgraph-checkpoint-postgres`.',
};

export const langgraphPython: Library = {
  id: 'langgraph-python',
  title: 'LangGraph',
  packages: ['langgraph'],
  types: [],
  uses: [
    { ...use, call: called(savers, 'MemorySaver') },
    { ...use, call: called(savers, 'InMemorySaver') },
    {
      ...use,
      call: called(stores, 'InMemoryStore'),
      sharedBy: shared('store'),
      agentMemory: { named: ['configurable.thread_id', 'configurable.user_id'] },
      remedy: 'Give it one that all instances share, such as `AsyncPostgresStore` of `langgraph-checkpoint-postgres`.',
    },
  ],
  effects: [],
  citation: {
    title: 'LangChain: long-term memory',
    url: 'https://docs.langchain.com/oss/python/langchain/long-term-memory',
    quote: 'InMemoryStore saves data to an in-memory dictionary. Use a DB-backed store in production use.',
  },
};
