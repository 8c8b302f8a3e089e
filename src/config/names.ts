import { type Node, parseTree } from 'jsonc-parser';
import { lineStartsOf, positionAt } from '../text/lines.ts';
import { type Member, membersOf } from './check.ts';

/** A name in second-instance.json that means something elsewhere: a program, a database, a rule, a module or its call. */
export interface ConfiguredName {
  readonly section: 'topology' | 'targets' | 'databases' | 'rules' | 'ignore' | 'libraries';
  readonly name: string;
  /** The module that a call is said to be of; absent for what is no call. */
  readonly of?: string;
  /** The configuration file. */
  readonly file: string;
  /** 0-based. */
  readonly line: number;
}

/** The names that a configuration uses of others; whether anybody bears them is not known here. */
export function configuredNames(file: string, text: string): readonly ConfiguredName[] {
  const starts = lineStartsOf(text);
  const named = (section: ConfiguredName['section'], name: string, node: Node): readonly ConfiguredName[] =>
    name.trim() === '' ? [] : [{ section, name, file, line: positionAt(starts, node.offset).line }];
  return membersOf(parseTree(text, [], { allowTrailingComma: true }) ?? null).flatMap(({ key, value }) => {
    switch (key) {
      case 'topology':
      case 'targets':
      case 'databases':
      case 'rules':
        return membersOf(value).flatMap((member: Member) => named(key, member.key, member.keyNode));
      case 'ignore':
        return (value?.type === 'array' ? (value.children ?? []) : []).flatMap((entry) => {
          const rule = membersOf(entry).find((member) => member.key === 'rule')?.value;
          return rule?.type === 'string' ? named('ignore', String(rule.value), rule) : [];
        });
      case 'libraries':
        return (value?.type === 'array' ? (value.children ?? []) : []).flatMap((entry) => {
          const [module, call] = ['module', 'call'].map(
            (key) => membersOf(entry).find((member) => member.key === key)?.value,
          );
          if (module?.type !== 'string' || call?.type !== 'string') return [];
          const of = String(module.value);
          return [
            ...named('libraries', of, module),
            ...named('libraries', String(call.value), call).map((name) => ({ ...name, of })),
          ];
        });
      default:
        return [];
    }
  });
}
