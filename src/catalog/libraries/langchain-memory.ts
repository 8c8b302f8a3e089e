import type { CallPattern, Library } from '../types.ts';
import { argument, constructed, sharedByOption } from './wording.ts';

const modules = ['langchain/memory', '@langchain/classic/memory'];
const memories = [
  'BufferMemory',
  'BufferWindowMemory',
  'ConversationSummaryMemory',
  'ConversationSummaryBufferMemory',
  'ConversationTokenBufferMemory',
];
const histories: readonly CallPattern[] = [
  constructed([...modules, 'langchain/stores/message/in_memory'], 'ChatMessageHistory'),
  constructed(['@langchain/core/chat_history'], 'InMemoryChatMessageHistory'),
];

/** A memory is one conversation; its messages stand in the process unless a history is given to it. */
export const langchainMemory: Library = {
  id: 'langchain-memory',
  title: 'LangChain',
  packages: ['langchain', '@langchain/classic'],
  types: [],
  uses: memories.map((name) => ({
    call: constructed(modules, name),
    role: 'agent-memory',
    options: argument(0),
    shared: sharedByOption(['chatHistory'], { stores: histories }),
    agentMemory: { named: [] },
    remedy: 'Give it a `chatHistory` that all instances share, one for each conversation.',
  })),
  effects: [],
  citation: {
    title: 'LangChain.js: BufferMemory',
    url: 'https://reference.langchain.com/javascript/classes/langchain.memory.BufferMemory.html',
    quote:
      'If you deploy your LangChain app on a serverless environment, do not store memory instances in a variable, as your hosting provider may reset it by the next time the function is called.',
  },
};
