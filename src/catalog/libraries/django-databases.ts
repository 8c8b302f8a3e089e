import { djangoSettings } from '../django-settings.ts';
import type { Library } from '../types.ts';

/** The database that all models lie in, as `DATABASES` describes it. */
export const djangoDatabases: Library = {
  id: 'django-databases',
  title: 'Django',
  packages: ['django', 'Django'],
  types: [],
  uses: [
    {
      call: { kind: 'setting', name: 'DATABASES', path: [] },
      role: 'database-client',
      options: null,
      databaseFile: {
        options: [],
        arguments: [],
        names: 'path',
        bySettings: {
          module: djangoSettings,
          setting: 'DATABASES',
          usual: 'default',
          kind: 'ENGINE',
          files: ['django.db.backends.sqlite3', 'django.contrib.gis.db.backends.spatialite'],
          path: 'NAME',
          address: {
            readers: [
              { module: 'dj_database_url', name: 'config' },
              { module: 'dj_database_url', name: 'parse' },
            ],
            fallback: 'default',
            environment: 'DATABASE_URL',
          },
        },
      },
    },
  ],
  effects: [],
  citation: {
    title: 'Django: databases',
    url: 'https://docs.djangoproject.com/en/stable/ref/databases/#sqlite-notes',
    quote: 'SQLite provides an excellent development alternative for applications that are predominantly read-only',
  },
};
