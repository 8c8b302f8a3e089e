import type { ClassEntryPattern, Framework } from '../types.ts';
import { argument, argumentsFrom, entry, made, setting, verbs } from './wording.ts';

const id = 'django';

const genericViews = [
  'View',
  'TemplateView',
  'ListView',
  'DetailView',
  'CreateView',
  'UpdateView',
  'DeleteView',
  'FormView',
  'RedirectView',
];
const genericModules = ['', '.base', '.list', '.detail', '.edit'].map((part) => `django.views.generic${part}`);
const restViews = [
  'APIView',
  'GenericAPIView',
  'ListAPIView',
  'CreateAPIView',
  'RetrieveAPIView',
  'UpdateAPIView',
  'DestroyAPIView',
  'ListCreateAPIView',
  'RetrieveUpdateAPIView',
  'RetrieveDestroyAPIView',
  'RetrieveUpdateDestroyAPIView',
  'ViewSet',
  'GenericViewSet',
  'ModelViewSet',
  'ReadOnlyModelViewSet',
];
const answering = [
  'dispatch',
  'get_object',
  'get_queryset',
  'get_context_data',
  'get_initial',
  'get_form',
  'get_form_kwargs',
  'form_valid',
  'form_invalid',
  'render_to_response',
  'list',
  'retrieve',
  'create',
  'update',
  'partial_update',
  'destroy',
  'perform_create',
  'perform_update',
  'perform_destroy',
];

const ofMiddleware = [
  '__call__',
  '__acall__',
  'process_request',
  'process_view',
  'process_exception',
  'process_template_response',
  'process_response',
];

const views: ClassEntryPattern = {
  kind: 'class',
  framework: id,
  implements: [
    ...genericViews.map((name) => ({
      modules: ['django.views', ...genericModules],
      name,
    })),
    ...restViews.map((name) => ({
      modules: ['rest_framework.views', 'rest_framework.generics', 'rest_framework.viewsets'],
      name,
    })),
    // `from rest_framework import viewsets` names the class behind the module.
    ...restViews.flatMap((name) =>
      ['viewsets', 'generics', 'views'].map((module) => ({ modules: ['rest_framework'], name: `${module}.${name}` })),
    ),
    ...genericViews.map((name) => ({ modules: ['django.views'], name: `generic.${name}` })),
  ],
  decorators: [],
  methods: [...verbs, ...answering],
  moment: 'request',
};

export const django: Framework = {
  id,
  title: 'Django',
  packages: ['django', 'rest_framework'],
  types: [],
  entries: [
    ...['path', 're_path'].map((name) =>
      entry(id, 'request', made(['django.urls'], name), argument(1), { path: argument(0), verb: 'any' }),
    ),
    entry(id, 'request', made(['django.conf.urls'], 'url'), argument(1), { path: argument(0), verb: 'any' }),
    entry(id, 'request', made(['rest_framework.decorators'], 'action'), { kind: 'from', position: 1 }),
    entry(id, 'request', made(['rest_framework.decorators'], 'api_view'), { kind: 'from', position: 1 }),
    views,
    {
      kind: 'class',
      framework: id,
      implements: [{ modules: ['django.utils.deprecation'], name: 'MiddlewareMixin' }],
      decorators: [],
      methods: ofMiddleware,
      moment: 'request',
    },
    // https://docs.djangoproject.com/en/stable/topics/http/middleware/: a factory takes `get_response` once, when the server starts.
    entry(id, 'request', setting('MIDDLEWARE'), argumentsFrom(0), { makesOne: ofMiddleware }),
    // What REST views ask before they answer.
    {
      kind: 'class',
      framework: id,
      implements: [
        ...['BasePermission', 'IsAuthenticated'].map((name) => ({ modules: ['rest_framework.permissions'], name })),
        ...['BaseAuthentication', 'TokenAuthentication', 'SessionAuthentication'].map((name) => ({
          modules: ['rest_framework.authentication'],
          name,
        })),
      ],
      decorators: [],
      methods: ['has_permission', 'has_object_permission', 'authenticate', 'authenticate_credentials'],
      moment: 'request',
    },
    {
      kind: 'class',
      framework: id,
      implements: [
        'WebsocketConsumer',
        'AsyncWebsocketConsumer',
        'JsonWebsocketConsumer',
        'AsyncJsonWebsocketConsumer',
      ].map((name) => ({ modules: ['channels.generic.websocket'], name })),
      decorators: [],
      methods: ['connect', 'disconnect', 'receive', 'receive_json'],
      moment: 'socket',
    },
  ],
  singletons: [],
  secret: { settings: ['SECRET_KEY'], guards: 'sessions and signed links' },
  listeners: [made(['django.core.wsgi'], 'get_wsgi_application'), made(['django.core.asgi'], 'get_asgi_application')],
  citation: { title: 'Django: URL dispatcher', url: 'https://docs.djangoproject.com/en/stable/topics/http/urls/' },
};
