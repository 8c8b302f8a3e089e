import { type Node, parseTree } from 'jsonc-parser';
import { lineStartsOf, positionAt } from '../text/lines.ts';
import { type Member, membersOf } from './check.ts';

/** A name in second-instance.json that means something elsewhere: a program, a database, a rule. */
export interface ConfiguredName {
  readonly section: 'topology' | 'targets' | 'databases' | 'rules' | 'ignore';
  readonly name: string;
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
      default:
        return [];
    }
  });
}
