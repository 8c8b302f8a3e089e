import type { CallPattern, Library } from '../types.ts';
import { called, namedArgument, sharedByOption } from './wording.ts';

const modules = ['langchain.memory', 'langchain_classic.memory', 'langchain.memory.buffer'];
const memories = [
  'ConversationBufferMemory',
  'ConversationBufferWindowMemory',
  'ConversationSummaryMemory',
  'ConversationSummaryBufferMemory',
  'ConversationTokenBufferMemory',
];
const histories: readonly CallPattern[] = [
  called(
    [
      'langchain.memory',
      'langchain.memory.chat_message_histories',
      'langchain_community.chat_message_histories',
      'langchain_community.chat_message_histories.in_memory',
    ],
    'ChatMessageHistory',
  ),
  called(['langchain_core.chat_history'], 'InMemoryChatMessageHistory'),
];

/** A memory is one conversation; its messages stand in the process unless a history is given to it. */
export const langchainMemoryPython: Library = {
  id: 'langchain-memory-python',
  title: 'LangChain',
  packages: ['langchain', 'langchain_classic', 'langchain-classic'],
  types: [],
  uses: memories.map((name) => ({
    call: called(modules, name),
    role: 'agent-memory',
    options: namedArgument(),
    shared: sharedByOption(['chat_memory'], { stores: histories }),
    agentMemory: { named: [] },
    remedy: 'Give it a `chat_memory` that all instances share, one for each conversation.',
  })),
  effects: [],
  citation: {
    title: 'LangChain: BufferMemory',
    url: 'https://reference.langchain.com/javascript/classes/langchain.memory.BufferMemory.html',
    quote: 'Note: The memory instance represents the history of a single conversation.',
  },
};
