import type { Library, UsePattern } from '../types.ts';
import { argument, called, made, namedOrAt } from './wording.ts';

const node = ['@azure/storage-blob'];
const python = ['azure.storage.blob', 'azure.storage.blob.aio'];
const queues = ['azure.storage.queue', 'azure.storage.queue.aio'];

function client(call: UsePattern['call'], ...names: readonly string[]): UsePattern {
  return {
    call,
    role: 'object-storage',
    options: null,
    connects: { engine: 's3', address: [namedOrAt(0, ...names)], host: [], environment: [] },
  };
}

export const azureStorage: Library = {
  id: 'azure-storage',
  title: 'Azure Storage',
  packages: ['@azure/storage-blob', 'azure-storage-blob', 'azure-storage-queue'],
  types: [],
  uses: [
    { ...client(called(node, 'BlobServiceClient.fromConnectionString')), options: argument(1) },
    client(made(node, 'BlobServiceClient')),
    client(called(python, 'BlobServiceClient.from_connection_string'), 'conn_str'),
    client(made(python, 'BlobServiceClient'), 'account_url'),
    client(called(queues, 'QueueServiceClient.from_connection_string'), 'conn_str'),
    client(called(queues, 'QueueClient.from_connection_string'), 'conn_str'),
  ],
  effects: [],
  citation: {
    title: 'Azure Blob Storage: client library for Python',
    url: 'https://learn.microsoft.com/azure/storage/blobs/storage-quickstart-blobs-python',
  },
};
