import type { CallFact } from '../../facts/code.ts';
import type { CallId } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { callByCallee } from '../../link/calls-at.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import { outlives } from '../../link/follow/once.ts';
import type {
  CallEdge,
  ClassKey,
  ClassNode,
  Entry,
  FunctionKey,
  FunctionNode,
  ProgramGraph,
  Site,
} from '../../link/program-graph.ts';
import { fileOf } from '../mapping/calls.ts';
import { askedVersion, nearestPackage } from '../packages.ts';
import { refusal, refusalAt } from '../refusal.ts';
import { handedOn } from './handed-on.ts';

/** What must be written so that some functions can wait: they, and all that call them, up to those that somebody waits for. */
export interface Carried {
  readonly kind: 'fits';
  /** Functions that become `async`, in order of file and place. */
  readonly functions: readonly FunctionNode[];
  /** Calls of them, which come to wait. */
  readonly calls: readonly { readonly file: string; readonly call: CallId }[];
  /** Where handlers are handed to a framework that does not see when their promise fails. */
  readonly unheard: readonly Site[];
}

/** Carries waiting from functions to their callers. A refusal names the first that cannot wait, and why. */
export function carriedFrom(context: RuleContext, starts: readonly FunctionKey[]): Refusal | Carried {
  const { graph } = context;
  const functions = new Map<FunctionKey, FunctionNode>();
  const calls = new Map<string, { readonly file: string; readonly call: CallId }>();
  const unheard = new Map<string, Site>();
  const open = [...starts];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const node = graph.functions.get(key);
    if (node === undefined) return refusal('A function that uses it is not seen any more; check the file again.');
    const entries = graph.entries.filter((entry) => entry.function === key);
    for (const entry of entries) {
      if (isHeard(context, entry)) continue;
      const given = hasErrorHandler(entry) ? givenAt(graph, node, entry) : 'nowhere';
      // What is wrapped already is given as a call, whose answer is the handler.
      if (given === 'nowhere' && node.fact.async && hasErrorHandler(entry)) continue;
      if (given === 'nowhere') {
        return refusalAt(
          graph,
          `Nobody hears when ${node.title} waits in vain: what calls it takes no promise.`,
          entry.site,
        );
      }
      unheard.set(`${given.file}#${given.span[0]}`, given);
    }
    const left = node.fact.async ? leftAlone(graph, node) : null;
    if (left !== null) return left;
    if (node.fact.async || functions.has(key)) continue;
    const against = obstacleTo(graph, node);
    if (against !== null) return against;
    functions.set(key, node);
    const callers = (graph.callers.get(key) ?? []).filter((edge) => !isRegistration(edge, entries));
    if (callers.length === 0 && entries.length === 0) {
      return refusalAt(
        graph,
        `Nothing is seen to call ${node.title}, so that its callers cannot be made to wait.`,
        siteOf(node),
      );
    }
    for (const edge of callers) {
      const call = waitingCall(graph, edge);
      if (call === null) {
        return refusalAt(graph, `${node.title} would have to be waited for, and what calls it here cannot.`, edge.site);
      }
      calls.set(`${call.file}#${call.call}`, call);
      open.push(edge.from);
    }
  }
  return {
    kind: 'fits',
    functions: [...functions.values()].sort(inOrder),
    calls: [...calls.values()],
    unheard: [...unheard.values()],
  };
}

/** Who calls it and goes on at once would come before what it did without waiting, and not hear when it fails. */
function leftAlone(graph: ProgramGraph, { key, title }: FunctionNode): Refusal | null {
  for (const edge of graph.callers.get(key) ?? []) {
    if (edge.kind !== 'call') continue;
    const call = waitingCall(graph, edge);
    const code = graph.facts.get(fileOf(edge.from))?.code;
    if (call === null || code == null) continue;
    const returned = code.functions.some(({ operations }) =>
      operations.some((each) => each.kind === 'return' && each.value?.kind === 'call' && each.value.call === call.call),
    );
    if (code.calls[call.call]?.awaited === true || returned) continue;
    return refusalAt(graph, `${title} is not waited for here, and would now come later than what follows.`, edge.site);
  }
  return null;
}

/** A framework that waits for its handlers answers the request when one fails. */
export function isHeard({ graph, catalog }: RuleContext, { framework, function: key, moment }: Entry): boolean {
  if (moment !== 'request' || graph.functions.get(key)?.fact.name === 'catch') return false;
  const known = catalog.frameworks.find(({ id }) => id === framework);
  if (known?.hearsPromisesFrom === undefined) return false;
  const node = nearestPackage(graph, fileOf(key));
  const asked = known.packages.flatMap((name) => (node === undefined ? [] : (askedVersion(node, name) ?? [])));
  const [major] = asked;
  return known.hearsPromisesFrom === 0 || (major !== undefined && major >= known.hearsPromisesFrom);
}

function obstacleTo(graph: ProgramGraph, node: FunctionNode): Refusal | null {
  const { fact, title } = node;
  const site = siteOf(node);
  if (fact.kind === 'module') return refusalAt(graph, 'It is used while a module is loaded, which cannot wait.', site);
  if (fact.kind !== 'function' && fact.kind !== 'method') {
    return refusalAt(graph, `${title} is a ${fact.kind}, which cannot wait.`, site);
  }
  if (fact.generator) return refusalAt(graph, `${title} is a generator, whose callers take one value at a time.`, site);
  const owner = node.class === null ? undefined : graph.classes.get(node.class);
  const isCalledByName = graph.entries.some((entry) => entry.function === node.key);
  if (owner !== undefined && !isCalledByName && hasOwnInterface(graph, owner)) {
    return refusalAt(
      graph,
      `${title} may be one that an interface declares, which would have to be changed with it.`,
      site,
    );
  }
  if (owner !== undefined && owner.bases.length > 0) {
    return refusalAt(graph, `${title} may stand for one of a class above, which would have to wait as well.`, site);
  }
  const code = graph.facts.get(node.file)?.code;
  if (code == null) return refusal('A function that uses it is not seen any more; check the file again.');
  const changed = fact.operations.find((each) => each.kind === 'assign' && outlives(each.target, node.id, code));
  if (changed !== undefined) {
    return refusalAt(
      graph,
      `${title} changes something else in the same step, between which another request may come.`,
      {
        file: node.file,
        span: changed.span,
      },
    );
  }
  const isExpress = graph.entries.every((entry) => entry.function !== node.key || entry.framework === 'express');
  const told = isExpress
    ? undefined
    : code.calls.find((each) => each.function === node.id && isOwnParameter(node, each));
  if (told !== undefined) {
    return refusalAt(
      graph,
      `${title} says by a function that it is given that it is done, which goes with no promise.`,
      {
        file: node.file,
        span: told.calleeSpan,
      },
    );
  }
  if (owner !== undefined && isReplaced(graph, owner.key, fact.name)) {
    return refusalAt(graph, `Other classes have a ${fact.name} in its place, which would have to wait as well.`, site);
  }
  const other = handedOn(graph, node);
  return other === null
    ? null
    : refusalAt(graph, `${title} is handed on here, so that not all of its callers are seen.`, other);
}

/** `done()` and `next()`, where they are parameters. */
function isOwnParameter({ fact }: FunctionNode, { callee }: CallFact): boolean {
  const { root, path } = callee;
  return root.kind === 'declared' && path.length === 0 && fact.parameters.includes(root.declaration);
}

/** Interfaces of packages declare what frameworks call, and those methods are entries; the workspace's own may declare any. */
function hasOwnInterface(graph: ProgramGraph, { file, fact }: ClassNode): boolean {
  const imports = graph.facts.get(file)?.code?.imports ?? [];
  return fact.implements.some(({ declaration }) => {
    const module = imports.find((each) => each.declaration !== null && each.declaration === declaration)?.module;
    return module === undefined || /^[.~]|^@\//.test(module);
  });
}

/** Whether a class below has a method of the same name. */
function isReplaced(graph: ProgramGraph, key: ClassKey, name: string): boolean {
  return [...graph.classes.values()].some(
    ({ file, fact, bases }) =>
      bases.includes(key) && fact.methods.some((id) => graph.facts.get(file)?.code?.functions[id]?.name === name),
  );
}

/** Express hands what fails to the application, as soon as it is told. */
function hasErrorHandler({ framework }: Entry): boolean {
  return framework === 'express';
}

/** The argument by which a handler is given to its framework. One with four parameters is the end of the line itself. */
function givenAt(graph: ProgramGraph, { key, file, fact }: FunctionNode, { site }: Entry): Site | 'nowhere' {
  if (fact.parameters.length > 3) return 'nowhere';
  const calls = graph.facts.get(site.file)?.code?.calls ?? [];
  const call = calls.find(
    ({ span, calleeSpan }) => [span[0], calleeSpan[0]].includes(site.span[0]) && span[1] >= site.span[1],
  );
  const given = call?.arguments.find((value) =>
    value.kind === 'function'
      ? site.file === file && key.endsWith(`#${value.function}`)
      : value.kind === 'reference' &&
        meaningsOf(graph, site.file, value).some((each) => each.kind === 'function' && each.function === key),
  );
  return given === undefined ? 'nowhere' : { file: site.file, span: given.span };
}

/** The step in which a framework takes a handler is no call of it. */
function isRegistration({ site }: CallEdge, entries: readonly Entry[]): boolean {
  return entries.some((entry) => entry.site.file === site.file && entry.site.span[0] === site.span[0]);
}

/** The call that can wait for its callee; null where something stands between the two. */
function waitingCall(graph: ProgramGraph, edge: CallEdge): { readonly file: string; readonly call: CallId } | null {
  if (edge.kind !== 'call' || edge.certainty !== 'proved' || edge.given === true || edge.held !== undefined)
    return null;
  const call = callByCallee(graph.facts, edge.site);
  return call === null ? null : { file: edge.site.file, call: call.id };
}

function siteOf({ file, fact }: FunctionNode) {
  return { file, span: fact.nameSpan };
}

function inOrder(a: FunctionNode, b: FunctionNode): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.fact.span[0] - b.fact.span[0];
}
