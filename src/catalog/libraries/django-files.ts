import { djangoSettings } from '../django-settings.ts';
import type { Library } from '../types.ts';

const fields = ['FileField', 'ImageField'];

/** What comes to a file field of a model lies below `MEDIA_ROOT`, as long as no setting chooses another storage. */
export const djangoFiles: Library = {
  id: 'django-files',
  title: 'Django',
  packages: ['django', 'Django'],
  types: [],
  uses: [
    {
      call: { kind: 'setting', name: 'MEDIA_ROOT', path: [] },
      role: 'upload',
      options: null,
      filesOfFields: {
        module: djangoSettings,
        fields: fields.flatMap((name) => [
          { modules: ['django.db.models'], name },
          { modules: ['django.db'], name: `models.${name}` },
          { modules: ['django.db.models.fields.files'], name },
          { modules: ['django.contrib.gis.db'], name: `models.${name}` },
        ]),
        ownStorage: 'storage',
        served: 'MEDIA_URL',
        storages: [
          { setting: 'STORAGES', path: ['default', 'BACKEND'] },
          { setting: 'DEFAULT_FILE_STORAGE', path: [] },
        ],
        disk: 'FileSystemStorage',
        recordOf: ['Meta', 'model'],
        brought: 'FILES',
      },
    },
    {
      // Every project has it; what views write themselves of `request.FILES` is not a matter of MEDIA_ROOT.
      call: { kind: 'setting', name: 'ROOT_URLCONF', path: [] },
      role: 'upload',
      options: null,
      received: { reads: [], places: [], brought: ['FILES'], contents: ['read', 'chunks'] },
    },
  ],
  effects: [],
  citation: {
    title: 'Django: managing files',
    url: 'https://docs.djangoproject.com/en/stable/topics/files/',
    quote: 'By default, Django stores files locally, using the MEDIA_ROOT and MEDIA_URL settings.',
  },
};
