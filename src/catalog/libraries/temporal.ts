import type { Library } from '../types.ts';
import { argument, called, namedOrAt, option } from './wording.ts';

const connects = { engine: 'temporal' as const, address: [option(0, 'address')], host: [], environment: [] };

export const temporal: Library = {
  id: 'temporal',
  title: 'Temporal',
  packages: ['@temporalio/client', '@temporalio/worker', 'temporalio'],
  types: [],
  uses: [
    {
      call: called(['@temporalio/client'], 'Connection.connect'),
      role: 'store-client',
      options: argument(0),
      connects,
    },
    { call: called(['@temporalio/client'], 'Connection.lazy'), role: 'store-client', options: argument(0), connects },
    {
      call: called(['@temporalio/worker'], 'NativeConnection.connect'),
      role: 'store-client',
      options: argument(0),
      connects,
    },
    { call: called(['@temporalio/worker'], 'Worker.create'), role: 'queue-worker', options: argument(0) },
    {
      call: called(['temporalio.client'], 'Client.connect'),
      role: 'store-client',
      options: null,
      connects: { ...connects, address: [namedOrAt(0, 'target_host')] },
    },
  ],
  effects: [],
  citation: { title: 'Temporal: TypeScript SDK', url: 'https://docs.temporal.io/develop/typescript/temporal-client' },
};
