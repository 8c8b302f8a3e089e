import { inDjangoCache } from '../django-settings.ts';
import type { Library } from '../types.ts';
import { neverShared } from './wording.ts';

/** Without `SESSION_ENGINE` sessions lie in the database; with `cached_db` the cache only holds copies of those. */
export const djangoSessions: Library = {
  id: 'django-sessions',
  title: 'Django',
  packages: ['django', 'Django'],
  types: [],
  uses: [
    {
      call: { kind: 'setting', name: 'SESSION_ENGINE', path: [] },
      role: 'session',
      options: null,
      shared: {
        ...neverShared,
        folder: { names: ['SESSION_FILE_PATH'], usual: null },
        bySettings: {
          ...inDjangoCache('SESSION_CACHE_ALIAS'),
          choice: {
            setting: 'SESSION_ENGINE',
            files: ['django.contrib.sessions.backends.file'],
            store: ['django.contrib.sessions.backends.cache'],
          },
        },
      },
      signsIn: [
        'django.contrib.auth.login',
        'django.contrib.auth.views',
        'django.contrib.auth.urls',
        'django.contrib.auth.forms',
        'django.contrib.admin',
        'allauth',
        'social_django',
        'mozilla_django_oidc',
      ],
    },
  ],
  effects: [],
  citation: {
    title: 'Django: using cached sessions',
    url: 'https://docs.djangoproject.com/en/stable/topics/http/sessions/#using-cached-sessions',
  },
};
