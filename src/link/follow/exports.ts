import { pythonSubmodule } from '../modules/python.ts';
import type { FileIndex } from './file-index.ts';
import { distinct, type Known, type Said } from './known.ts';
import { slotIn } from './slots.ts';
import { surfaceOf } from './surface.ts';
import type { World } from './world.ts';

/** What a file gives under a name. `*` is the file as a whole: what CommonJS sets `module.exports` to, else all its exports. */
export function exported(world: World, file: FileIndex, name: string): readonly Known[] {
  return world.memory.recall(slotIn(file.slots.exports, name), () => find(world, file, name));
}

/** What an import of a module's name brings in. */
export function imported(world: World, file: FileIndex, module: string, name: string, said: Said): readonly Known[] {
  const target = world.resolve(file.path, module);
  if (target.kind !== 'file' && file.language === 'python') {
    // A folder without `__init__.py` is a package all the same, whose names are its modules.
    const inner = world.resolve(file.path, pythonSubmodule(module, name));
    if (inner.kind === 'file') return [{ ...said, kind: 'module', path: inner.path }];
  }
  if (target.kind === 'package') return [{ ...said, kind: 'external', module: target.module, name }];
  if (target.kind !== 'file') return [{ ...said, kind: 'unknown' }];
  const other = world.files.get(target.path);
  if (world.patterns.told(module, name)) {
    const external: Known = { ...said, kind: 'external', module, name };
    // Of a module as a whole, only some calls are told.
    return name === '*' && other !== undefined ? [external, ...world.exported(other, name)] : [external];
  }
  // A file that was not worth parsing says nothing.
  return other === undefined ? [{ ...said, kind: 'unknown' }] : world.exported(other, name);
}

function find(world: World, file: FileIndex, name: string): readonly Known[] {
  const whole: Said = { file: file.path, span: [0, 0], certainty: 'proved' };
  if (name === '*') {
    const values = file.locals.get('*');
    if (values === undefined) return [{ ...whole, kind: 'module', path: file.path }];
    return distinct(values.flatMap((value) => world.value(file, value)));
  }
  const local = file.locals.get(name);
  if (local !== undefined) return distinct(local.flatMap((value) => world.value(file, value)));
  const reexport = file.reexports.get(name);
  if (reexport !== undefined) {
    return imported(world, file, reexport.module, reexport.imported, { ...whole, span: reexport.span });
  }
  if (file.language === 'python') {
    const found = pythonName(world, file, name, whole);
    if (found.length > 0) return found;
  }
  // `module.exports = { a }` gives `a`, and as a whole it is what `import x from` takes.
  if (file.locals.has('*')) {
    const values = exported(world, file, '*');
    return name === 'default' ? values : distinct(values.flatMap((value) => world.member(value, name)));
  }
  if (name === 'default') {
    // `import orders from './orders'` of a CommonJS file with `exports.a = …` takes all of it.
    return file.stars.length === 0 && file.locals.size > 0 ? [{ ...whole, kind: 'module', path: file.path }] : [];
  }
  return fromStars(world, file, name, whole);
}

function fromStars(world: World, file: FileIndex, name: string, said: Said): readonly Known[] {
  const { byName, packages } = surfaceOf(world, file);
  const found = (byName.get(name) ?? []).flatMap((other) => world.exported(other, name));
  if (found.length > 0) return distinct(found);
  const [only] = packages;
  // Whether a package has the name cannot be read; with one such package there is nowhere else it can come from.
  return packages.length === 1 && only !== undefined ? [{ ...said, kind: 'external', module: only, name }] : [];
}

/** In Python every name of a module can be imported, and so can the modules of a package. */
function pythonName(world: World, file: FileIndex, name: string, said: Said): readonly Known[] {
  const declaration = file.moduleNames.get(name);
  if (declaration !== undefined) return world.declaration(file, declaration);
  const stars = fromStars(world, file, name, said);
  if (stars.length > 0) return stars;
  const submodule = file.path.endsWith('__init__.py') ? world.resolve(file.path, `.${name}`) : null;
  return submodule?.kind === 'file' ? [{ ...said, kind: 'module', path: submodule.path }] : [];
}
