import { getNodeValue, type Node } from 'jsonc-parser';
import type { ProblemFact } from '../facts/file-facts.ts';
import type { Span } from '../text/range.ts';
import { adviceOn } from './nearest.ts';
import { type Shape, wordsOf } from './shape.ts';

/**
 * What of a value is wrong: each problem says what, where and what to do. Empty for a value that is as described.
 * `path` names the value in messages.
 */
export function check(node: Node, shape: Shape, path: string): readonly ProblemFact[] {
  switch (shape.kind) {
    case 'object':
      return node.type === 'object' ? checkObject(node, shape, path) : wrong(node, shape, path);
    case 'record':
      if (node.type !== 'object') return wrong(node, shape, path);
      return membersOf(node).flatMap((member) =>
        member.value === null ? [] : check(member.value, shape.values, `${path}.${member.key}`),
      );
    case 'list':
      if (node.type !== 'array') return wrong(node, shape, path);
      return (node.children ?? []).flatMap((child, index) => check(child, shape.items, `${path}[${index}]`));
    default:
      return fits(node, shape) ? [] : wrong(node, shape, path);
  }
}

/** Whether a value is as described, to the last part of it. */
export function fits(node: Node, shape: Shape): boolean {
  const value: unknown = getNodeValue(node);
  switch (shape.kind) {
    case 'text':
      return (
        typeof value === 'string' && (shape.pattern === undefined || new RegExp(shape.pattern.expression).test(value))
      );
    case 'whole':
      return isWhole(value, shape.least);
    case 'number':
      return typeof value === 'number' && value >= shape.least;
    case 'choice':
      return typeof value === 'string' && shape.values.includes(value);
    case 'span':
      return isSpan(value, shape.least);
    case 'either':
      return shape.of.some((each) => fits(node, each));
    default:
      return check(node, shape, '').length === 0;
  }
}

export function spanOf(node: Node): Span {
  return [node.offset, node.offset + node.length];
}

export interface Member {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node | null;
}

/** Members of an object; of two with one key, both. */
export function membersOf(node: Node | null): readonly Member[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [keyNode, value] = [] }) =>
    keyNode === undefined ? [] : [{ key: String(keyNode.value), keyNode, value: value ?? null }],
  );
}

function checkObject(node: Node, shape: Shape & { kind: 'object' }, path: string): readonly ProblemFact[] {
  const members = membersOf(node);
  const known = Object.keys(shape.properties);
  const problems = members.flatMap(({ key, keyNode, value }, index): readonly ProblemFact[] => {
    const property = shape.properties[key];
    if (property === undefined) return [unknown(keyNode, key, known, path)];
    if (members.findIndex((member) => member.key === key) < index) {
      return [
        {
          message: `${named(path, key)} stands here twice, and this one is left out. Keep one of them.`,
          span: spanOf(keyNode),
        },
      ];
    }
    return value === null ? [] : check(value, property, path === '' ? key : `${path}.${key}`);
  });
  const missing = shape.required.filter((key) => !members.some((member) => member.key === key));
  return [
    ...problems,
    ...missing.map((key) => ({
      message: `${path === '' ? 'This file' : `\`${path}\``} lacks \`${key}\`. Add for example "${key}": ${shape.properties[key]?.example ?? '""'}.`,
      span: spanOf(node),
    })),
  ];
}

function unknown(keyNode: Node, key: string, known: readonly string[], path: string): ProblemFact {
  const message = `${named(path, key)} is no setting and is left out. ${adviceOn(key, known)}`;
  return { message, span: spanOf(keyNode) };
}

function named(path: string, key: string): string {
  return `\`${path === '' ? key : `${path}.${key}`}\``;
}

function wrong(node: Node, shape: Shape, path: string): readonly ProblemFact[] {
  const subject = path === '' ? 'This file' : `\`${path}\``;
  return [
    {
      message: `${subject} must be ${wordsOf(shape)}, and is left out. Write for example ${shape.example}.`,
      span: spanOf(node),
    },
  ];
}

function isWhole(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least;
}

function isSpan(value: unknown, least: number): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [minimum, maximum]: readonly unknown[] = value;
  return isWhole(minimum, least) && isWhole(maximum, 1) && Number(minimum) <= Number(maximum);
}
