import type { ClientSessions } from '../client-sessions.ts';
import type { Library, SharedWhen, UsePattern } from '../types.ts';
import { made, method, namedArgument, neverShared } from './wording.ts';

const type = 'mcp-python.server';
const modules = [
  'mcp.server.fastmcp',
  'mcp.server.fastmcp.server',
  'fastmcp',
  'fastmcp.server',
  'fastmcp.server.server',
];
const remedy =
  'Serve without sessions (`stateless_http=True`), or let the balancer keep each client with one instance.';

const sessions: ClientSessions = {
  without: { option: 'stateless_http', environment: 'FASTMCP_STATELESS_HTTP' },
  remedy,
};

/** Sessions are on until something switches them off. */
const unless = (option: string): SharedWhen => ({ ...neverShared, exceptWhen: { options: [option], values: [true] } });

const use: Pick<UsePattern, 'role' | 'options'> = { role: 'client-sessions', options: namedArgument() };

export const mcpPython: Library = {
  id: 'mcp-python',
  title: 'The MCP SDK',
  packages: ['mcp', 'fastmcp'],
  types: [
    {
      type,
      madeBy: [made(modules, 'FastMCP'), made(['mcp.server', 'mcp.server.mcpserver'], 'MCPServer')],
      declaredAs: [{ modules, name: 'FastMCP' }],
    },
  ],
  uses: [
    {
      ...use,
      call: method(type, 'streamable_http_app', 'http_app'),
      // An application may be asked for with another transport, which has sessions of its own.
      shared: unless('stateless_http'),
      clientSessions: sessions,
    },
    {
      ...use,
      call: method(type, 'run', 'run_async', 'run_http_async', 'run_streamable_http_async'),
      shared: {
        ...unless('stateless_http'),
        onlyWhen: { options: ['transport'], values: ['streamable-http', 'http'] },
      },
      clientSessions: sessions,
    },
    {
      ...use,
      call: made(['mcp.server.streamable_http_manager'], 'StreamableHTTPSessionManager'),
      shared: unless('stateless'),
      clientSessions: { remedy: remedy.replace('stateless_http', 'stateless') },
    },
    {
      ...use,
      call: made(['mcp.server.sse'], 'SseServerTransport'),
      shared: neverShared,
      clientSessions: {
        remedy: 'Serve over streamable HTTP without sessions, or let the balancer keep each client with one instance.',
      },
    },
  ],
  effects: [],
  citation: {
    title: 'MCP Python SDK: the manager of sessions',
    url: 'https://github.com/modelcontextprotocol/python-sdk/blob/main/src/mcp/server/streamable_http_manager.py',
    quote:
      'If True, creates a completely fresh transport for each request with no session tracking or state persistence between requests.',
  },
};
