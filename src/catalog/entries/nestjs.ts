import type {
  ClassEntryPattern,
  DecoratorEntryPattern,
  ExportPattern,
  Framework,
  Moment,
  TrackedType,
} from '../types.ts';
import { argumentsFrom, entry, exported, made, method } from './wording.ts';

const id = 'nestjs';
const common = ['@nestjs/common'];
const sockets = ['@nestjs/websockets'];
const services = ['@nestjs/microservices'];
const graphql = ['@nestjs/graphql'];
const bull = ['@nestjs/bull', '@nestjs/bullmq'];
const application: TrackedType = 'nestjs.application';
const consumer: TrackedType = 'nestjs.middleware-consumer';

const controller = exported(common, 'Controller');
const gateway = exported(sockets, 'WebSocketGateway');
const resolver = exported(graphql, 'Resolver');
const processor = exported(bull, 'Processor');

/** Decorators of classes that the container makes. */
const madeClasses: readonly ExportPattern[] = [
  exported(common, 'Injectable'),
  controller,
  gateway,
  resolver,
  processor,
  exported(common, 'Catch'),
];

function on(moment: Moment, decorator: ExportPattern, ...classes: readonly ExportPattern[]): DecoratorEntryPattern {
  return { kind: 'decorator', framework: id, decorator, classDecorators: classes, moment };
}

function route(name: string, verb: string): DecoratorEntryPattern {
  return { ...on('request', exported(common, name), controller), verb };
}

/** Methods that Nest calls by name on classes of an interface; the interface may be left out where a decorator tells. */
function named(moment: Moment, interfaces: readonly ExportPattern[], ...methods: readonly string[]): ClassEntryPattern {
  return { kind: 'class', framework: id, implements: interfaces, decorators: [], methods, moment };
}

function lifecycle(moment: Moment, ...methods: readonly string[]): ClassEntryPattern {
  const decorators = [...madeClasses, exported(common, 'Module')];
  return { kind: 'class', framework: id, implements: [], decorators, methods, moment };
}

export const nestjs: Framework = {
  id,
  title: 'NestJS',
  packages: ['@nestjs/core', '@nestjs/common'],
  types: [
    {
      type: application,
      madeBy: [made(['@nestjs/core'], 'NestFactory.create'), made(['@nestjs/core'], 'NestFactory.createMicroservice')],
      declaredAs: [
        exported(common, 'INestApplication'),
        exported(common, 'INestMicroservice'),
        exported(['@nestjs/platform-express'], 'NestExpressApplication'),
        exported(['@nestjs/platform-fastify'], 'NestFastifyApplication'),
      ],
      chains: [
        'use',
        'useGlobalFilters',
        'useGlobalGuards',
        'useGlobalInterceptors',
        'useGlobalPipes',
        'setGlobalPrefix',
      ],
    },
    {
      type: consumer,
      madeBy: [],
      declaredAs: [exported(common, 'MiddlewareConsumer')],
      chains: ['apply', 'forRoutes', 'exclude'],
    },
  ],
  entries: [
    route('Get', 'GET'),
    route('Post', 'POST'),
    route('Put', 'PUT'),
    route('Patch', 'PATCH'),
    route('Delete', 'DELETE'),
    route('Head', 'HEAD'),
    route('Options', 'OPTIONS'),
    route('Search', 'SEARCH'),
    route('All', 'ALL'),
    route('Sse', 'GET'),
    ...['Query', 'Mutation', 'Subscription', 'ResolveField', 'ResolveReference'].map((name) =>
      on('request', exported(graphql, name), resolver),
    ),
    on('request', exported(services, 'GrpcMethod'), controller),
    on('socket', exported(sockets, 'SubscribeMessage'), gateway),
    on('queue', exported(services, 'MessagePattern')),
    on('queue', exported(services, 'EventPattern')),
    on('queue', exported(bull, 'Process'), processor),
    ...['OnWorkerEvent', 'OnQueueEvent', 'OnQueueCompleted', 'OnQueueFailed', 'OnQueueActive'].map((name) =>
      on('queue', exported(bull, name)),
    ),
    {
      kind: 'class',
      framework: id,
      implements: [exported(bull, 'WorkerHost')],
      decorators: [processor],
      methods: ['process'],
      moment: 'queue',
    },
    on('queue', exported(['@nestjs/event-emitter'], 'OnEvent')),
    ...['Cron', 'Interval', 'Timeout'].map((name) => on('timer', exported(['@nestjs/schedule'], name))),
    named('request', [exported(common, 'CanActivate')], 'canActivate'),
    named('request', [exported(common, 'NestInterceptor')], 'intercept'),
    named('request', [exported(common, 'PipeTransform')], 'transform'),
    named('request', [exported(common, 'ExceptionFilter')], 'catch'),
    named('request', [exported(common, 'NestMiddleware')], 'use'),
    named('request', [exported(['@nestjs/passport'], 'PassportStrategy')], 'validate'),
    {
      kind: 'class',
      framework: id,
      implements: [],
      decorators: [gateway],
      methods: ['handleConnection', 'handleDisconnect'],
      moment: 'socket',
    },
    { kind: 'class', framework: id, implements: [], decorators: [gateway], methods: ['afterInit'], moment: 'boot' },
    lifecycle('boot', 'onModuleInit', 'onApplicationBootstrap'),
    lifecycle('shutdown', 'onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'),
    {
      kind: 'class',
      framework: id,
      implements: [],
      decorators: [exported(common, 'Module')],
      methods: ['configure'],
      moment: 'boot',
    },
    entry(id, 'request', method(application, 'use'), argumentsFrom(0)),
    entry(id, 'request', method(consumer, 'apply'), argumentsFrom(0)),
  ],
  singletons: madeClasses.map((decorator) => ({
    framework: id,
    decorator,
    exceptOption: { name: 'scope', values: ['REQUEST', 'TRANSIENT'] },
  })),
  hearsPromisesFrom: 0,
  listeners: [method(application, 'listen')],
  endsAtOnce: true,
  citation: {
    title: 'NestJS: injection scopes',
    url: 'https://docs.nestjs.com/fundamentals/injection-scopes',
    quote: 'A single instance of the provider is shared across the entire application.',
  },
};
