import type { CallPattern, Framework, TrackedType } from '../types.ts';
import { argument, argumentsFrom, entry, made, method, named, verbs } from './wording.ts';

const id = 'flask';
const modules = ['flask', 'quart'];
const application: TrackedType = 'flask.application';
const blueprint: TrackedType = 'flask.blueprint';

/** Functions that run for each request, before or behind the view. */
const around = [
  'before_request',
  'after_request',
  'teardown_request',
  'before_app_request',
  'after_app_request',
  'errorhandler',
  'register_error_handler',
  'context_processor',
  'url_value_preprocessor',
];

/** What extensions ask for each request: who it comes from, and whether its token still counts. */
const asked: readonly {
  readonly type: TrackedType;
  readonly makes: CallPattern;
  readonly methods: readonly string[];
}[] = [
  {
    type: 'flask.login',
    makes: made(['flask_login'], 'LoginManager'),
    methods: ['user_loader', 'request_loader', 'unauthorized_handler'],
  },
  {
    type: 'flask.jwt',
    makes: made(['flask_jwt_extended', 'quart_jwt_extended'], 'JWTManager'),
    methods: [
      'token_in_blocklist_loader',
      'token_verification_loader',
      'user_identity_loader',
      'user_lookup_loader',
      'additional_claims_loader',
    ],
  },
  ...['HTTPBasicAuth', 'HTTPTokenAuth', 'HTTPDigestAuth'].map((name) => ({
    type: 'flask.httpauth',
    makes: made(['flask_httpauth'], name),
    methods: ['verify_password', 'verify_token', 'get_password', 'get_user_roles'],
  })),
];

const makesApplication: readonly CallPattern[] = [
  made(modules, 'Flask'),
  made(modules, 'Quart'),
  made(['flask_openapi3', 'apiflask', 'connexion'], 'OpenAPI'),
  made(['apiflask'], 'APIFlask'),
];

/** Packages that sign with the application's secret, or keep what they need in its session. */
const signing = (
  'flask_login flask_wtf flask_security flask_session flask_jwt_extended flask_jwt flask_dance flask_oidc flask_principal flask_user ' +
  'flask_admin flask_appbuilder flask_multipass flask_socketio flask_seasurf flask_httpauth flask_oauthlib flask_debugtoolbar flask_praetorian ' +
  'flask_saml2 flask_cas flask_pyoidc authlib itsdangerous quart_auth quart_session'
).split(' ');

export const flask: Framework = {
  id,
  title: 'Flask',
  packages: ['flask', 'quart', 'apiflask', 'flask_restful', 'flask_restx'],
  types: [
    {
      type: application,
      madeBy: makesApplication,
      declaredAs: [{ modules, name: 'Flask' }],
      standIns: [{ modules, name: 'current_app' }],
    },
    {
      type: blueprint,
      madeBy: [
        made([...modules, 'flask.blueprints', 'apiflask'], 'Blueprint'),
        made(['apiflask'], 'APIBlueprint'),
        made(['flask_restx'], 'Namespace'),
        method('flask.restx', 'namespace'),
      ],
      declaredAs: [{ modules, name: 'Blueprint' }],
      prefix: named('url_prefix'),
    },
    ...asked.map(({ type, makes }) => ({ type, madeBy: [makes], declaredAs: [] })),
    { type: 'flask.socketio', madeBy: [made(['flask_socketio'], 'SocketIO')], declaredAs: [] },
    { type: 'flask.sock', madeBy: [made(['flask_sock'], 'Sock')], declaredAs: [] },
    { type: 'flask.websocket', madeBy: [], declaredAs: [], speaks: ['send'] },
    { type: 'flask.restx', madeBy: [made(['flask_restx', 'flask_restful'], 'Api')], declaredAs: [] },
  ],
  entries: [
    ...[application, blueprint].flatMap((on) => [
      entry(id, 'request', method(on, 'route'), argumentsFrom(1), { path: argument(0), verb: 'methods' }),
      entry(id, 'request', method(on, ...verbs), argumentsFrom(1), { path: argument(0), verb: 'method' }),
      entry(id, 'request', method(on, 'add_url_rule'), argument(2), { path: argument(0), verb: 'any' }),
      entry(id, 'request', method(on, 'add_url_rule'), named('view_func'), { path: argument(0), verb: 'any' }),
      // With parentheses the function stands behind the code that it handles, without it is all there is.
      ...around.map((name) => entry(id, 'request', method(on, name), argumentsFrom(0))),
      entry(id, 'request', method(on, 'register_blueprint'), argument(0), { path: named('url_prefix'), mounts: true }),
      entry(id, 'request', method(on, 'websocket'), argumentsFrom(1), { path: argument(0), verb: 'any' }),
    ]),
    ...asked.flatMap(({ type, methods }) =>
      methods.map((name) => entry(id, 'request', method(type, name), argumentsFrom(0))),
    ),
    entry(id, 'socket', method('flask.sock', 'route'), argumentsFrom(1), {
      path: argument(0),
      verb: 'any',
      receives: ['flask.websocket'],
    }),
    // With parentheses the function stands behind the event's name, `event` without them is given the function alone.
    entry(id, 'socket', method('flask.socketio', 'on', 'on_event'), argumentsFrom(1)),
    entry(id, 'socket', method('flask.socketio', 'event'), argumentsFrom(0)),
    {
      kind: 'class',
      framework: id,
      implements: [
        { modules: ['flask.views', 'quart.views'], name: 'MethodView' },
        { modules: ['flask.views', 'quart.views'], name: 'View' },
        { modules: ['flask_restful', 'flask_restx'], name: 'Resource' },
      ],
      decorators: [],
      methods: [...verbs, 'dispatch_request'],
      moment: 'request',
    },
    // https://flask-classful.teracy.org/#using-flask-classful: "Any public method of a FlaskView is a route", those around requests run, too.
    {
      kind: 'class',
      framework: id,
      implements: [{ modules: ['flask_classful', 'flask_classy'], name: 'FlaskView' }],
      decorators: [],
      methods: ['*'],
      moment: 'request',
    },
    // https://flask-socketio.readthedocs.io/en/latest/getting_started.html#class-based-namespaces: "any event sent is dispatched to a method named as the event name with the on_ prefix".
    {
      kind: 'class',
      framework: id,
      implements: [{ modules: ['flask_socketio'], name: 'Namespace' }],
      decorators: [],
      methods: ['on_*'],
      moment: 'socket',
    },
    // Views of Flask-Admin and Flask-AppBuilder, which are registered by their class.
    {
      kind: 'decorator',
      framework: id,
      decorator: { modules: ['flask_admin', 'flask_admin.base'], name: 'expose' },
      classDecorators: [],
      moment: 'request',
    },
    {
      kind: 'decorator',
      framework: id,
      decorator: {
        modules: ['flask_appbuilder', 'flask_appbuilder.api', 'flask_appbuilder.baseviews'],
        name: 'expose',
      },
      classDecorators: [],
      moment: 'request',
    },
  ],
  singletons: [],
  // An application answers as soon as it is made: gunicorn and its like call it without a line of code.
  secret: {
    settings: ['SECRET_KEY', 'secret_key'],
    guards: 'session cookies',
    usedBy: {
      names: ['session', 'session_interface'],
      packages: signing,
      messages: { names: ['flash', 'get_flashed_messages'], by: 'flash', leaves: 'redirect' },
    },
  },
  listeners: [...makesApplication, method(application, 'run')],
  citation: { title: 'Flask: quickstart', url: 'https://flask.palletsprojects.com/en/stable/quickstart/' },
};
