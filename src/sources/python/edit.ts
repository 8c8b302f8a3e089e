export { addKeywords, keywordsOf, replaceKeyword, setKeywords } from './edit-calls.ts';
export { type AddedImport, addImport, type WantedImport, type WantedName } from './edit-imports.ts';
export { insertAfter, insertBefore, replaceExpression } from './edit-statements.ts';
export { withoutUnusedImports } from './edit-unused-imports.ts';
export { indentAt, nodeAt, nodesAround, type OpenPython, openPython } from './open.ts';
export { topStatements, withNames } from './rename.ts';
export { isStandardModule } from './standard-library.ts';
export { type PythonStyle, pythonStyleOf } from './style.ts';
export { members, type PythonNode, type PythonParser, part } from './syntax.ts';
