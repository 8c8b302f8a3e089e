import { rule } from '../../src/rules/stateless/state-agent-memory.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    assistant:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;

const four = `
  # file: compose.yaml
  services:
    assistant:
      build: .
      command: uvicorn app:app --workers 4
      deploy: { replicas: 1 }
`;

/** A server whose handler runs the agent under an id of the conversation. */
const node = ({ memory = 'new MemorySaver()', id = 'req.body.conversation', more = '' }): string => `
  // file: src/app.ts
  import { MemorySaver, StateGraph } from '@langchain/langgraph';
  import express from 'express';
  import { nodes } from '@shop/nodes';
  ${more}
  const agent = new StateGraph(nodes).compile({ checkpointer: ${memory} });
  const app = express();
  app.post('/ask', async (req, res) => {
    const answer = await agent.invoke({ messages: [req.body.text] }, { configurable: { thread_id: ${id} } });
    res.json(answer);
  });
  app.listen(3000);
`;
const nodeMark = '  //                                                              ^^^^^^^^^^^ state-agent-memory\n';
const marked = (text: string, before: string, mark: string): string => text.replace(before, `${mark}${before}`);

const python = ({ memory = 'MemorySaver()', id = 'question.thread', more = '' }): string => `
  # file: app.py
  import uuid
  from fastapi import FastAPI
  from langgraph.checkpoint.memory import MemorySaver
  from langgraph.graph import StateGraph
  from shop.nodes import State
  ${more}
  agent = StateGraph(State).compile(checkpointer=${memory})
  app = FastAPI()
  @app.post("/ask")
  async def ask(question: Question):
      config = {"configurable": {"thread_id": ${id}}}
      return await agent.ainvoke({"messages": [question.text]}, config)
`;
const pythonMark = '  #                                              ^^^^^^^^^^^ state-agent-memory\n';

const adk = (handler: string, service = 'InMemorySessionService()'): string => `
  # file: app.py
  from fastapi import FastAPI
  from google.adk.runners import Runner
  from google.adk.sessions import DatabaseSessionService, InMemorySessionService
  from shop.agents import root_agent
  sessions = ${service}
  runner = Runner(agent=root_agent, app_name="shop", session_service=sessions)
  app = FastAPI()
  ${handler}
`;
const goesOn = `
  @app.post("/ask")
  async def ask(question: Question):
      session = await sessions.get_session(app_name="shop", user_id=question.user, session_id=question.session)
      async for event in runner.run_async(user_id=question.user, session_id=session.id, new_message=question.text):
          yield event
`;
const beginsAnew = `
  @app.post("/ask")
  async def ask(question: Question):
      session = await sessions.create_session(app_name="shop", user_id=question.user)
      async for event in runner.run_async(user_id=question.user, session_id=session.id, new_message=question.text):
          yield event
`;

const silent: readonly RuleCase[] = [
  {
    name: 'a saver in the database',
    gate: 'none',
    files:
      node({ memory: 'saver', more: "import { saver } from './saver.ts';" }) +
      `
  // file: src/saver.ts
  import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
  export const saver = PostgresSaver.fromConnString(process.env.DATABASE_URL);
  ${three}`,
  },
  {
    name: 'a setting chooses between the database and memory, in another file',
    gate: 'shared',
    files:
      node({ memory: 'shared ?? new MemorySaver()', more: "import { shared } from './saver.ts';" }) +
      `
  // file: src/saver.ts
  import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
  const url = process.env.DATABASE_URL;
  export const shared = url ? PostgresSaver.fromConnString(url) : null;
  ${three}`,
  },
  {
    name: 'each run is a conversation of its own',
    gate: 'role',
    files: node({ id: 'randomUUID()', more: "import { randomUUID } from 'node:crypto';" }) + three,
  },
  {
    name: 'made for one request, for the steps of one run',
    gate: 'lifetime',
    files: `
  // file: src/app.ts
  import { MemorySaver, StateGraph } from '@langchain/langgraph';
  import express from 'express';
  import { nodes } from '@shop/nodes';
  const app = express();
  app.post('/ask', async (req, res) => {
    const agent = new StateGraph(nodes).compile({ checkpointer: new MemorySaver() });
    res.json(await agent.invoke(req.body, { configurable: { thread_id: req.body.conversation } }));
  });
  app.listen(3000);
  ${three}`,
  },
  {
    name: 'only outside production',
    gate: 'guard',
    files:
      node({
        memory: "process.env.NODE_ENV === 'development' ? new MemorySaver() : saver",
        more: "import { saver } from '@shop/saver';",
      }) + three,
  },
  { name: 'a test', gate: 'scope', files: node({}).replace('src/app.ts', 'test/app.ts') },
  {
    name: 'a command line that nobody asks',
    gate: 'scope',
    files: `
  // file: src/ask.ts
  import { MemorySaver, StateGraph } from '@langchain/langgraph';
  import { nodes } from '@shop/nodes';
  const agent = new StateGraph(nodes).compile({ checkpointer: new MemorySaver() });
  console.log(await agent.invoke({ messages: [process.argv[2]] }, { configurable: { thread_id: 'me' } }));
  `,
  },
  {
    name: 'Python: each run is a conversation of its own, under a text around chance',
    gate: 'role',
    files: python({ id: 'f"run-{uuid.uuid4()}"' }) + four,
  },
  {
    name: 'Python: the saver of a factory that each request calls',
    gate: 'lifetime',
    files: `
  # file: app.py
  from fastapi import FastAPI
  from langgraph.checkpoint.memory import InMemorySaver
  from langgraph.graph import StateGraph
  from shop.nodes import State
  app = FastAPI()
  def build():
      return StateGraph(State).compile(checkpointer=InMemorySaver())
  @app.post("/ask")
  async def ask(question: Question):
      return await build().ainvoke(question.text, {"configurable": {"thread_id": question.thread}})
  ${four}`,
  },
  {
    name: 'Python: memory where the database cannot be reached',
    gate: 'guard',
    files: `
  # file: app.py
  from fastapi import FastAPI
  from langgraph.checkpoint.memory import MemorySaver
  from langgraph.graph import StateGraph
  from shop.nodes import State
  from shop.savers import connect
  try:
      saver = connect()
  except Exception:
      saver = MemorySaver()
  agent = StateGraph(State).compile(checkpointer=saver)
  app = FastAPI()
  @app.post("/ask")
  async def ask(question: Question):
      return await agent.ainvoke(question.text, {"configurable": {"thread_id": question.thread}})
  ${four}`,
  },
  { name: 'sessions that each request begins', gate: 'role', files: adk(beginsAnew) + four },
  {
    name: 'sessions in the database',
    gate: 'shared',
    files: adk(goesOn, 'DatabaseSessionService(db_url=os.environ["DATABASE_URL"])') + four,
  },
  {
    name: 'a history that is given to the memory',
    gate: 'shared',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { RedisChatMessageHistory } from '@langchain/redis';
  import { BufferMemory } from 'langchain/memory';
  import { ConversationChain } from 'langchain/chains';
  const history = new RedisChatMessageHistory({ sessionId: 'shop', url: process.env.REDIS_URL });
  const chain = new ConversationChain({ memory: new BufferMemory({ chatHistory: history }) });
  const app = express();
  app.post('/ask', async (req, res) => res.json(await chain.call({ input: req.body.text })));
  app.listen(3000);
  ${three}`,
  },
  {
    name: 'a store that is given to the memory of LlamaIndex',
    gate: 'shared',
    files: `
  # file: app.py
  from fastapi import FastAPI
  from llama_index.core.memory import ChatMemoryBuffer
  from llama_index.storage.chat_store.redis import RedisChatStore
  from shop.engine import engine
  memory = ChatMemoryBuffer.from_defaults(chat_store=RedisChatStore(), chat_store_key="shop")
  app = FastAPI()
  @app.post("/ask")
  async def ask(question: Question):
      return await engine.achat(question.text, memory=memory)
  ${four}`,
  },
];

const ownId = {
  name: 'each run has an id of its own',
  replace: [['thread_id: req.body.conversation', 'thread_id: crypto.randomUUID()']],
} as const;
const ownIdPython = {
  name: 'each run has an id of its own',
  replace: [['question.thread', 'str(uuid.uuid4())']],
} as const;

const found: readonly RuleCase[] = [
  {
    name: 'conversations go on by the id that a request brings',
    files: marked(node({}), '  const app = ', nodeMark) + three,
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: ['The agent forgets a conversation', 'Each of 3 instances (compose.yaml:6)', '`PostgresSaver`'],
        related: ['src/app.ts:8'],
      },
    ],
    silentWhen: [ownId],
  },
  {
    name: 'nothing says how many run',
    files: marked(node({}), '  const app = ', nodeMark),
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances the agent forgets'] }],
    silentWhen: [ownId],
  },
  {
    name: 'one that is declared',
    files: marked(node({}), '  const app = ', nodeMark) + three.replace('replicas: 3', 'replicas: 1'),
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: [ownId],
  },
  {
    name: 'who names the conversation is not seen',
    files: marked(node({ id: "'shop'" }), '  const app = ', nodeMark) + three,
    expect: [{ severity: 'note', situation: 'many' }],
    silentWhen: [
      { name: 'a shared saver is imported', replace: [["'@shop/nodes'", "'@langchain/langgraph-checkpoint-redis'"]] },
    ],
  },
  {
    name: 'another service has threads of that name, too',
    files:
      marked(
        node({
          id: "'shop'",
          more: "import { forum } from '@shop/forum';\n  export const post = (req) => forum.post({ thread_id: req.body.thread });",
        }),
        '  const app = ',
        nodeMark,
      ) + three,
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'it stands in a test', replace: [['src/app.ts', 'test/app.ts']] }],
  },
  {
    name: 'a new conversation whose id a later request brings back',
    files:
      marked(
        node({ id: 'req.body.conversation ?? randomUUID()', more: "import { randomUUID } from 'node:crypto';" }),
        '  const app = ',
        nodeMark,
      ) + three,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'no request brings one', replace: [['req.body.conversation ?? ', '']] }],
  },
  {
    name: 'what is known of each user',
    files: `
  // file: src/app.ts
  import { InMemoryStore, StateGraph } from '@langchain/langgraph';
  import express from 'express';
  import { nodes } from '@shop/nodes';
  const memories = new InMemoryStore();
  //                   ^^^^^^^^^^^^^ state-agent-memory
  const agent = new StateGraph(nodes).compile({ store: memories });
  const app = express();
  app.post('/ask', async (req, res) => {
    res.json(await agent.invoke(req.body, { configurable: { user_id: req.user.id } }));
  });
  app.listen(3000);
  ${three}`,
    expect: [{ severity: 'warning', says: ['`PostgresStore`'] }],
    silentWhen: [{ name: 'it stands in a test', replace: [['src/app.ts', 'test/app.ts']] }],
  },
  {
    name: 'made once, when the first request comes',
    files: `
  // file: src/app.ts
  import { MemorySaver, StateGraph } from '@langchain/langgraph';
  import express from 'express';
  import { nodes } from '@shop/nodes';
  let agent = null;
  function agentOf() {
    if (agent === null) agent = new StateGraph(nodes).compile({ checkpointer: new MemorySaver() });
    //                                                                            ^^^^^^^^^^^ state-agent-memory
    return agent;
  }
  const app = express();
  app.post('/ask', async (req, res) => {
    res.json(await agentOf().invoke(req.body, { configurable: { thread_id: req.body.conversation } }));
  });
  app.listen(3000);
  ${three}`,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'it is made anew each time', replace: [['if (agent === null) agent = ', 'const agent = ']] }],
  },
  {
    name: 'Python: the id stands in a configuration',
    files: marked(python({}), '  app = FastAPI', pythonMark) + four,
    expect: [{ severity: 'warning', says: ['Each of 4 instances', '`AsyncPostgresSaver`'], related: ['app.py:11'] }],
    silentWhen: [ownIdPython],
  },
  {
    name: 'Python: made in an object that serves all requests',
    files: `
  # file: app.py
  import uuid
  from fastapi import FastAPI
  from shop_agent import Assistant
  assistant = Assistant()
  app = FastAPI()
  @app.post("/ask")
  async def ask(question: Question):
      return await assistant.answer(question.text, question.thread)
  # file: shop_agent.py
  import uuid
  from langgraph.checkpoint.memory import InMemorySaver
  from langgraph.prebuilt import create_react_agent
  class Assistant:
      def __init__(self):
          self.agent = create_react_agent("model", [], checkpointer=InMemorySaver())
  #                                                                 ^^^^^^^^^^^^^ state-agent-memory
      async def answer(self, text, thread):
          return await self.agent.ainvoke(text, config={"configurable": {"thread_id": thread}})
  ${four}`,
    expect: [{ severity: 'warning' }],
    silentWhen: [
      { name: 'each run has an id of its own', replace: [['"thread_id": thread', '"thread_id": str(uuid.uuid4())']] },
      {
        name: 'each request makes one',
        replace: [
          ['await assistant.answer', 'await Assistant().answer'],
          ['assistant = Assistant()', ''],
        ],
      },
    ],
  },
  {
    name: 'Python: sessions of the Agent Development Kit',
    files: marked(adk(goesOn), '  runner = ', '  #          ^^^^^^^^^^^^^^^^^^^^^^ state-agent-memory\n') + four,
    expect: [{ severity: 'warning', says: ['`DatabaseSessionService`'] }],
    silentWhen: [
      {
        name: 'each request begins one',
        replace: [
          ['get_session(', 'create_session('],
          [', session_id=question.session)', ')'],
        ],
      },
    ],
  },
  {
    name: 'a memory of one conversation for all',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { BufferMemory } from 'langchain/memory';
  import { ConversationChain } from 'langchain/chains';
  const chain = new ConversationChain({ memory: new BufferMemory() });
  //                                                ^^^^^^^^^^^^ state-agent-memory
  const app = express();
  app.post('/ask', async (req, res) => res.json(await chain.call({ input: req.body.text })));
  app.listen(3000);
  ${three}`,
    expect: [{ severity: 'note', says: ['`chatHistory`'] }],
    silentWhen: [
      { name: 'a history is given', replace: [['new BufferMemory()', 'new BufferMemory({ chatHistory: shared })']] },
    ],
  },
  {
    name: 'Python: a memory of LangChain with a history in memory',
    files: `
  # file: app.py
  from fastapi import FastAPI
  from langchain.memory import ConversationBufferMemory
  from langchain_community.chat_message_histories import ChatMessageHistory
  from shop.chains import chain_of
  chain = chain_of(memory=ConversationBufferMemory(chat_memory=ChatMessageHistory()))
  #                       ^^^^^^^^^^^^^^^^^^^^^^^^ state-agent-memory
  app = FastAPI()
  @app.post("/ask")
  async def ask(question: Question):
      return chain.invoke(question.text)
  ${four}`,
    expect: [{ severity: 'note', confidence: 'high' }],
    silentWhen: [{ name: 'the history is one of its own', replace: [['ChatMessageHistory()))', 'SharedHistory()))']] }],
  },
  {
    name: 'Python: the memory of LlamaIndex',
    files: `
  # file: app.py
  from fastapi import FastAPI
  from llama_index.core.memory import ChatMemoryBuffer
  from shop.engine import engine
  memory = ChatMemoryBuffer.from_defaults(token_limit=3000)
  #                         ^^^^^^^^^^^^^ state-agent-memory
  app = FastAPI()
  @app.post("/ask")
  async def ask(question: Question):
      return await engine.achat(question.text, memory=memory)
  ${four}`,
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'a store is given', replace: [['token_limit=3000', 'token_limit=3000, chat_store=store']] }],
  },
];

checkRule(rule, [...silent, ...found]);
