import { completionsOfPython } from '../cases/insertions.ts';
import { python } from '../cases/python.ts';
import { snippetsOfPython } from '../cases/snippets.ts';
import { suite } from '../suite.ts';

export const run = suite([...python, ...completionsOfPython, ...snippetsOfPython]);
