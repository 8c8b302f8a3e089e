import type { Library, UsePattern } from '../types.ts';
import { alwaysShared, called, neverShared } from './wording.ts';

const sessions = ['google.adk.sessions', 'google.adk.sessions.in_memory_session_service'];
const runners = ['google.adk.runners', 'google.adk'];

const use: Omit<UsePattern, 'call'> = {
  role: 'agent-memory',
  options: null,
  shared: neverShared,
  sharedBy: ['google.adk.sessions.database_session_service', 'google.adk.sessions.vertex_ai_session_service'],
  agentMemory: {
    named: ['run', 'run_async', 'run_live', 'get_session'].map((method) => `${method}.session_id`),
    begins: ['create_session'],
  },
  remedy: 'Give the runner a session service that all instances share, such as `DatabaseSessionService`.',
};

export const googleAdk: Library = {
  id: 'google-adk',
  title: 'The Agent Development Kit',
  packages: ['google.adk', 'google-adk'],
  types: [],
  uses: [
    { ...use, call: called(sessions, 'InMemorySessionService') },
    { ...use, call: called(runners, 'InMemoryRunner') },
    // Named beside the other, so that a condition between them is seen.
    ...['DatabaseSessionService', 'VertexAiSessionService'].map((name) => ({
      call: called(sessions, name),
      role: 'agent-memory' as const,
      options: null,
      shared: alwaysShared,
    })),
  ],
  effects: [],
  citation: {
    title: 'Agent Development Kit: sessions',
    url: 'https://google.github.io/adk-docs/sessions/session/',
  },
};
