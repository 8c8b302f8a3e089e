import type { Citation } from './citation.ts';

/** A call that tells what files a folder holds, of which a program then loads each. */
export interface FolderListing {
  readonly modules: readonly string[];
  readonly names: readonly string[];
  /** Whether what lies in folders of the folder is told as well: always, or where the option of that name is set. */
  readonly deep: boolean | { readonly option: string };
  /** Whether the argument is a pattern of paths and not a folder. */
  readonly isPattern: boolean;
  readonly citation: Citation;
}

export const folderListings: readonly FolderListing[] = [
  {
    modules: ['fs', 'fs-extra', 'graceful-fs', 'fs/promises'],
    names: ['readdir', 'readdirSync', 'promises.readdir'],
    deep: { option: 'recursive' },
    isPattern: false,
    citation: {
      title: 'Node.js: fs.readdir',
      url: 'https://nodejs.org/docs/latest/api/fs.html#fsreaddirpath-options-callback',
    },
  },
  {
    modules: ['fs-jetpack'],
    names: ['find', 'findAsync'],
    deep: true,
    isPattern: false,
    citation: {
      title: 'fs-jetpack: find',
      url: 'https://github.com/szwacz/fs-jetpack#findpath-searchoptions',
      quote: 'recursive (default true) whether the whole directory tree should be searched recursively',
    },
  },
  {
    modules: ['glob', 'fast-glob', 'globby', 'tinyglobby'],
    names: ['default', 'sync', 'glob', 'globSync', 'globby', 'globbySync', 'default.sync', 'glob.sync'],
    deep: true,
    isPattern: true,
    citation: { title: 'fast-glob', url: 'https://github.com/mrmlnc/fast-glob#usage' },
  },
];
