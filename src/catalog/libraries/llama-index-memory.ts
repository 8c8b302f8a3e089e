import type { Library } from '../types.ts';
import { called, namedArgument, sharedByOption } from './wording.ts';

const modules = ['llama_index.core.memory', 'llama_index.memory'];
const stores = [
  called(['llama_index.core.storage.chat_store', 'llama_index.storage.chat_store'], 'SimpleChatStore'),
  called(['llama_index.core.storage.chat_store'], 'SimpleChatStore.from_persist_path'),
];

/** A memory is one conversation; its messages stand in the process unless a store is given to it. */
export const llamaIndexMemory: Library = {
  id: 'llama-index-memory',
  title: 'LlamaIndex',
  packages: ['llama_index', 'llama-index', 'llama-index-core'],
  types: [],
  uses: ['ChatMemoryBuffer', 'ChatSummaryMemoryBuffer'].flatMap((name) =>
    [name, `${name}.from_defaults`].map((call) => ({
      call: called(modules, call),
      role: 'agent-memory' as const,
      options: namedArgument(),
      shared: sharedByOption(['chat_store'], { stores }),
      agentMemory: { named: ['chat_store_key'] },
      remedy: 'Give it a `chat_store` that all instances share, such as `RedisChatStore`.',
    })),
  ),
  effects: [],
  citation: {
    title: 'LlamaIndex: memory',
    url: 'https://developers.llamaindex.ai/python/framework/module_guides/deploying/agents/memory/',
  },
};
