import { rule } from '../../src/rules/stateless/mcp-session-in-memory.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const run = (command: string, replicas = 3): string => `
  # file: compose.yaml
  services:
    tools:
      build: .
      command: ${command}
      deploy:
        replicas: ${replicas}
`;
const node = run('node src/app.ts');
const python = run('uvicorn app:app');

/** A route of Express that makes a transport. */
const express = (options: string, mark = '', kept = 'transports.set(id, transport)'): string => `
  // file: src/app.ts
  import { randomUUID } from 'node:crypto';
  import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
  import express from 'express';
  import { makeServer } from './server.ts';
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const stateless = process.env.STATELESS === '1';
  const app = express();
  app.post('/mcp', async (request, response) => {
    const known = transports.get(request.headers['mcp-session-id']);
    if (known) return known.handleRequest(request, response, request.body);
    const transport = new StreamableHTTPServerTransport({ ${options} });
${mark}
    transport.onclose = () => transports.delete(transport.sessionId);
    await makeServer().connect(transport);
    await transport.handleRequest(request, response, request.body);
    const id = transport.sessionId;
    ${kept};
  });
  app.listen(3000);
  // file: src/server.ts
  import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
  export const makeServer = () => new McpServer({ name: 'shop', version: '1' });
`;
const withIds = 'sessionIdGenerator: () => randomUUID()';
const mark = '  //                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mcp-session-in-memory';
const without = { name: 'there are no sessions', replace: [[withIds, 'sessionIdGenerator: undefined']] } as const;

/** An application of Starlette that a server of tools is mounted in. */
const starlette = (made: string, served: string, more = ''): string => `
  # file: app.py
  import os
  from starlette.applications import Starlette
  from starlette.routing import Mount, Route
  ${made}
  ${more}
  app = Starlette(routes=[Mount("/", app=${served})])
`;
const fastMcp = 'from mcp.server.fastmcp import FastMCP\n  mcp = FastMCP("shop")';

const silent: readonly RuleCase[] = [
  { name: 'no ids are made', gate: 'shared', files: express('sessionIdGenerator: undefined') + node },
  { name: 'no options at all', gate: 'shared', files: express('').replace('({  })', '()') + node },
  {
    name: 'the environment decides',
    gate: 'guard',
    files: express('sessionIdGenerator: stateless ? undefined : () => randomUUID()') + node,
  },
  {
    name: 'each request has a session of its own',
    gate: 'role',
    files:
      express(withIds, '', 'await transport.close()').replace(
        'const known = transports.get(request.headers',
        'const known = find(request.headers',
      ) + node,
  },
  {
    name: 'over standard input',
    gate: 'none',
    files:
      express(withIds).replaceAll('StreamableHTTPServer', 'StdioServer').replaceAll('streamableHttp.js', 'stdio.js') +
      node,
  },
  {
    name: 'a class of the workspace',
    gate: 'none',
    files: express(withIds).replace('@modelcontextprotocol/sdk/server/streamableHttp.js', './transport.ts') + node,
  },
  {
    name: 'the balancer keeps an address with one instance',
    gate: 'shared',
    files: `${express(withIds)}${node}
  # file: nginx.conf
  http {
    upstream tools {
      hash $remote_addr consistent;
      server tools:3000;
    }
    server { location / { proxy_pass http://tools; } }
  }`,
  },
  {
    name: 'the cluster keeps a client with one instance',
    gate: 'shared',
    files: `${express(withIds)}${node}
  # file: service.yaml
  apiVersion: v1
  kind: Service
  metadata: { name: tools }
  spec: { sessionAffinity: ClientIP, selector: { app: tools }, ports: [{ port: 80 }] }`,
  },
  { name: 'a server of tests', gate: 'scope', files: express(withIds).replaceAll('src/', 'test/') },
  {
    name: 'Python without sessions, by the call',
    gate: 'shared',
    files:
      starlette('from fastmcp import FastMCP\n  mcp = FastMCP("shop")', 'mcp.http_app(stateless_http=True)') + python,
  },
  {
    name: 'Python without sessions, by the server',
    gate: 'shared',
    files: starlette(fastMcp.replace('"shop"', '"shop", stateless_http=True'), 'mcp.streamable_http_app()') + python,
  },
  {
    name: 'Python without sessions, by its settings',
    gate: 'guard',
    files: starlette(fastMcp, 'mcp.streamable_http_app()', 'mcp.settings.stateless_http = True') + python,
  },
  {
    name: 'Python without sessions, by the environment',
    gate: 'guard',
    files:
      starlette(fastMcp, 'mcp.streamable_http_app()') +
      python.replace('build: .', 'build: .\n      environment: { FASTMCP_STATELESS_HTTP: "true" }'),
  },
  {
    name: 'a manager without sessions',
    gate: 'shared',
    files:
      starlette(
        'from mcp.server.streamable_http_manager import StreamableHTTPSessionManager\n  from tools import server\n  manager = StreamableHTTPSessionManager(app=server, stateless=True)',
        'manager.handle_request',
      ) + python,
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a session for each client, in a map',
    files: express(withIds, mark) + node,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: [
          'refused by every instance but the one',
          'Each of 3 instances (compose.yaml:6)',
          '`sessionIdGenerator: undefined`',
        ],
        related: ['src/app.ts:5'],
      },
    ],
    silentWhen: [without],
  },
  {
    name: 'nothing says how many run',
    files: express(withIds, mark),
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances requests of an MCP client'] }],
    silentWhen: [without],
  },
  {
    name: 'one that is declared',
    files: express(withIds, mark) + run('node src/app.ts', 1),
    expect: [{ severity: 'note', situation: 'one', says: ['A second instance would refuse'] }],
    silentWhen: [without],
  },
  {
    name: 'an object that is told of each session',
    files:
      express(`${withIds}, onsessioninitialized: (id) => { open[id] = transport; }`, mark, 'void id')
        .replace(
          'const transports = new Map<string, StreamableHTTPServerTransport>()',
          'const open: Record<string, object> = {}',
        )
        .replace('transports.get(request.headers', 'find(request.headers')
        .replace('transports.delete(transport.sessionId)', 'undefined') + node,
    silentWhen: [without],
  },
  {
    name: 'a balancer that hashes an id which the first request does not have',
    files: `${express(withIds, mark)}${node}
  # file: nginx.conf
  http {
    upstream tools {
      hash $http_mcp_session_id consistent;
      server tools:3000;
    }
    server { location / { proxy_pass http://tools; } }
  }`,
    silentWhen: [without, { name: 'it hashes the address', replace: [['$http_mcp_session_id', '$remote_addr']] }],
  },
  {
    name: 'one transport for the whole process',
    files: `
  // file: src/app.ts
  import { randomUUID } from 'node:crypto';
  import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
  import express from 'express';
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mcp-session-in-memory
  const app = express();
  app.post('/mcp', (request, response) => transport.handleRequest(request, response, request.body));
  app.listen(3000);
  ${node}`,
    silentWhen: [without],
  },
  {
    name: 'the transport before: one stream for each client',
    files: `
  // file: src/app.ts
  import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
  import express from 'express';
  const transports = {};
  const app = express();
  app.get('/sse', async (request, response) => {
    const transport = new SSEServerTransport('/messages', response);
    //                    ^^^^^^^^^^^^^^^^^^ mcp-session-in-memory
    transports[transport.sessionId] = transport;
  });
  app.post('/messages', (request, response) => transports[request.query.sessionId].handlePostMessage(request, response));
  app.listen(3000);
  ${node}`,
    silentWhen: [{ name: 'it stands in a test', replace: [['src/app.ts', 'test/app.ts']] }],
  },
  {
    name: 'a field of a service',
    files: `
  // file: src/sessions.ts
  import { randomUUID } from 'node:crypto';
  import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
  class Sessions {
    private readonly open = new Map();
    async answer(request, response) {
      const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
      //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mcp-session-in-memory
      await transport.handleRequest(request, response, request.body);
      this.open.set(transport.sessionId, transport);
    }
  }
  export const sessions = new Sessions();
  // file: src/app.ts
  import express from 'express';
  import { sessions } from './sessions.ts';
  const app = express();
  app.post('/mcp', (request, response) => sessions.answer(request, response));
  app.listen(3000);
  ${node}`,
    expect: [{ severity: 'error', related: ['src/sessions.ts:4'] }],
    silentWhen: [without],
  },
  {
    name: 'Python has sessions by itself',
    files: `
  # file: app.py
  from mcp.server.fastmcp import FastMCP
  from starlette.applications import Starlette
  from starlette.routing import Mount
  mcp = FastMCP("shop")
  tools = mcp.streamable_http_app()
  #           ^^^^^^^^^^^^^^^^^^^ mcp-session-in-memory
  app = Starlette(routes=[Mount("/", app=tools)])
  ${python}`,
    expect: [{ severity: 'error', says: ['`stateless_http=True`'] }],
    silentWhen: [{ name: 'it has none', replace: [['FastMCP("shop")', 'FastMCP("shop", stateless_http=True)']] }],
  },
  {
    name: 'FastMCP in FastAPI, on four processes',
    files: `
  # file: app.py
  from fastapi import FastAPI
  from fastmcp import FastMCP
  server = FastMCP("shop")
  tools = server.http_app(path="/mcp")
  #              ^^^^^^^^ mcp-session-in-memory
  app = FastAPI(lifespan=tools.lifespan)
  app.mount("/tools", tools)
  ${run('uvicorn app:app --workers 4', 1)}`,
    expect: [{ severity: 'error', situation: 'many', says: ['Each of 4 instances'] }],
    silentWhen: [{ name: 'it has none', replace: [['path="/mcp"', 'path="/mcp", stateless_http=True']] }],
  },
  {
    name: 'a manager of sessions',
    files: `
  # file: app.py
  from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
  from starlette.applications import Starlette
  from starlette.routing import Mount
  from tools import server
  manager = StreamableHTTPSessionManager(app=server, json_response=True)
  #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mcp-session-in-memory
  app = Starlette(routes=[Mount("/mcp", app=manager.handle_request)])
  ${python}`,
    expect: [{ says: ['`stateless=True`'] }],
    silentWhen: [{ name: 'it has none', replace: [['json_response=True', 'stateless=True']] }],
  },
  {
    name: 'a transport of streams in Python',
    files: `
  # file: app.py
  from mcp.server.sse import SseServerTransport
  from starlette.applications import Starlette
  from starlette.routing import Mount, Route
  sse = SseServerTransport("/messages/")
  #     ^^^^^^^^^^^^^^^^^^ mcp-session-in-memory
  async def connect(request):
      async with sse.connect_sse(request.scope, request.receive, request._send) as streams:
          await serve(streams)
  app = Starlette(routes=[Route("/sse", connect), Mount("/messages/", app=sse.handle_post_message)])
  ${python}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it stands in a test', replace: [['# file: app.py', '# file: tests/app.py']] }],
  },
];

checkRule(rule, [...silent, ...found]);
