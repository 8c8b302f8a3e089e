import type { Library } from '../types.ts';
import { argument, constructed } from './wording.ts';

const s3 = ['flydrive/drivers/s3'];
const gcs = ['flydrive/drivers/gcs'];

/** Disks in front of object storage; the driver that is made says where the files go. */
export const flydrive: Library = {
  id: 'flydrive',
  title: 'FlyDrive',
  packages: ['flydrive'],
  types: [],
  uses: [constructed(s3, 'S3Driver'), constructed(gcs, 'GCSDriver')].map((call) => ({
    call,
    role: 'object-storage' as const,
    options: argument(0),
    connects: { engine: 's3' as const, address: [], host: [], environment: [] },
  })),
  effects: [],
  citation: { title: 'FlyDrive: S3 driver', url: 'https://flydrive.dev/docs/services/s3' },
};
