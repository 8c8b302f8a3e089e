import type { Library, UsePattern } from '../types.ts';
import { argument, called, option } from './wording.ts';

const modules = ['@nestjs/platform-express'];

/** The interceptors take multer's options, each at its own position. */
function interceptor(name: string, position: number): UsePattern {
  return {
    call: called(modules, name),
    role: 'upload',
    options: argument(position),
    destination: option(position, 'dest'),
    received: { reads: [], places: [], content: ['buffer'] },
  };
}

export const nestjsPlatformExpress: Library = {
  id: 'nestjs-platform-express',
  title: '@nestjs/platform-express',
  packages: modules,
  types: [],
  uses: [
    interceptor('FileInterceptor', 1),
    interceptor('FilesInterceptor', 2),
    interceptor('FileFieldsInterceptor', 1),
    interceptor('AnyFilesInterceptor', 0),
    interceptor('MulterModule.register', 0),
  ],
  effects: [],
  citation: { title: 'NestJS: file upload', url: 'https://docs.nestjs.com/techniques/file-upload' },
};
