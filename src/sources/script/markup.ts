import * as ts from './compiler.ts';
import type { Here, Reading } from './reading.ts';

/** Evaluates the expressions that JSX holds; the elements themselves are no calls. */
export function readMarkup(
  reading: Reading,
  node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment,
  here: Here,
): void {
  reading.markup = true;
  const opening = ts.isJsxElement(node) ? node.openingElement : ts.isJsxSelfClosingElement(node) ? node : null;
  for (const attribute of opening?.attributes.properties ?? []) readAttribute(reading, attribute, here);
  if (ts.isJsxSelfClosingElement(node)) return;
  for (const child of node.children) {
    if (ts.isJsxExpression(child)) readHole(reading, child, here);
    else if (!ts.isJsxText(child)) reading.parts.value(reading, child, here);
  }
}

function readAttribute(reading: Reading, attribute: ts.JsxAttributeLike, here: Here): void {
  if (ts.isJsxSpreadAttribute(attribute)) reading.parts.value(reading, attribute.expression, here);
  else if (attribute.initializer !== undefined) {
    const { initializer } = attribute;
    if (ts.isJsxExpression(initializer)) readHole(reading, initializer, here);
    else if (!ts.isStringLiteral(initializer)) reading.parts.value(reading, initializer, here);
  }
}

function readHole(reading: Reading, node: ts.JsxExpression, here: Here): void {
  if (node.expression !== undefined) reading.parts.value(reading, node.expression, here);
}
