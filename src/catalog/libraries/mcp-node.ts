import type { Library, SharedWhen, UsePattern } from '../types.ts';
import { argument, constructed, neverShared } from './wording.ts';

const folder = '@modelcontextprotocol/sdk/server';
const withoutIds =
  'Serve without sessions (`sessionIdGenerator: undefined`), or let the balancer keep each client with one instance.';

const withoutStream =
  'Serve over streamable HTTP without sessions, or let the balancer keep each client with one instance.';

/** The class makes one session: code keeps it for the requests that follow. */
function transport(
  modules: readonly string[],
  name: string,
  options: number,
  shared: SharedWhen,
  remedy = withoutIds,
): UsePattern {
  return {
    call: constructed(modules, name),
    role: 'client-sessions',
    options: argument(options),
    shared,
    clientSessions: { keptByCode: { toldBy: ['onsessioninitialized'] }, remedy },
  };
}

/** Without a generator of ids there are no sessions. */
const withIds: SharedWhen = { ...neverShared, onlyWhenGiven: ['sessionIdGenerator'] };

export const mcpNode: Library = {
  id: 'mcp-node',
  title: 'The MCP SDK',
  packages: ['@modelcontextprotocol/sdk', '@modelcontextprotocol/node', '@modelcontextprotocol/server', '@hono/mcp'],
  types: [],
  uses: [
    transport([`${folder}/streamableHttp.js`, `${folder}/streamableHttp`], 'StreamableHTTPServerTransport', 0, withIds),
    transport(
      [`${folder}/webStandardStreamableHttp.js`, `${folder}/webStandardStreamableHttp`, '@modelcontextprotocol/server'],
      'WebStandardStreamableHTTPServerTransport',
      0,
      withIds,
    ),
    transport(['@modelcontextprotocol/node'], 'NodeStreamableHTTPServerTransport', 0, withIds),
    transport(['@hono/mcp'], 'StreamableHTTPTransport', 0, withIds),
    transport([`${folder}/sse.js`, `${folder}/sse`], 'SSEServerTransport', 2, neverShared, withoutStream),
  ],
  effects: [],
  citation: {
    title: 'MCP TypeScript SDK: sessions, state, and scaling',
    url: 'https://github.com/modelcontextprotocol/typescript-sdk/blob/main/docs/serving/sessions-state-scaling.md#scale-across-nodes',
    quote: 'Sessionful 2025-era nodes hold their sessions in process memory, so they scale two ways.',
  },
};
