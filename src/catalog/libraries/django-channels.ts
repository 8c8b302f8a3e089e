import { djangoSettings } from '../django-settings.ts';
import type { Library } from '../types.ts';
import { neverShared } from './wording.ts';

/** Without `CHANNEL_LAYERS` there is no layer at all, and nobody can send to a group. */
export const djangoChannels: Library = {
  id: 'django-channels',
  title: 'Channels',
  packages: ['channels'],
  types: [],
  uses: [
    {
      call: { kind: 'setting', name: 'CHANNEL_LAYERS', path: [] },
      role: 'pub-sub',
      options: null,
      shared: {
        ...neverShared,
        bySettings: {
          module: djangoSettings,
          storeNamedBy: null,
          stores: {
            setting: 'CHANNEL_LAYERS',
            usual: 'default',
            kind: 'BACKEND',
            memory: ['channels.layers.InMemoryChannelLayer'],
            files: [],
            nothing: [],
          },
        },
      },
      pubSub: {
        tells: ['group_send'],
        hears: ['group_add'],
        surely: ['group_send', 'group_add'],
        names: /channel_layer/,
        remedy: 'Make `channels_redis.core.RedisChannelLayer` its `BACKEND`.',
      },
    },
  ],
  effects: [],
  citation: {
    title: 'Channels: in-memory channel layer',
    url: 'https://channels.readthedocs.io/en/stable/topics/channel_layers.html#in-memory-channel-layer',
  },
};
