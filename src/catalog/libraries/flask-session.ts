import type { Library } from '../types.ts';
import { constructed, made, neverShared } from './wording.ts';

/** Without it Flask keeps the session in a signed cookie, which every instance can read. */
export const flaskSession: Library = {
  id: 'flask-session',
  title: 'Flask-Session',
  packages: ['flask_session', 'flask-session'],
  types: [],
  uses: [
    {
      call: made(['flask_session'], 'Session'),
      role: 'session',
      options: null,
      reachedBy: ['flask.session'],
      signsIn: ['flask_login.login_user', 'flask_security', 'flask_user', 'flask_oidc', 'flask_dance'],
      // Flask-Login, `LoginManager._load_user`: without a user loader the session's user is passed over for the request loader's.
      signsInBy: {
        keeper: 'flask_login.login_user',
        from: ['user_loader', '_user_callback'],
        instead: ['request_loader', '_request_callback'],
      },
      // Flask, `flask.helpers.flash`: messages lie in the session until a template asks for them.
      filledBy: [{ name: 'flask.flash', field: '_flashes' }],
      // Files and caches in memory stay on the instance; all other types are servers. What `cachelib` holds is files by default.
      shared: {
        ...neverShared,
        onlySettings: {
          names: ['SESSION_TYPE'],
          values: ['filesystem', 'cachelib'],
          files: ['filesystem', 'cachelib'],
          store: {
            value: 'cachelib',
            setting: 'SESSION_CACHELIB',
            memory: [constructed(['cachelib', 'cachelib.simple'], 'SimpleCache')],
          },
        },
        folder: { names: ['SESSION_FILE_DIR'], usual: 'flask_session' },
      },
    },
  ],
  effects: [],
  citation: {
    title: 'Flask-Session: configuration reference',
    url: 'https://flask-session.readthedocs.io/en/latest/config_reference.html',
  },
};
