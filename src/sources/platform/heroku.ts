import type { UnitFact } from '../../facts/deployment.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredNumber, entriesOf, type YamlValue } from '../yaml/tree.ts';

/**
 * The `formation` of Heroku's app.json: how many dynos run each process of the Procfile. Other files of that name, as those
 * of Expo, have none. Source: Heroku Dev Center, "app.json Schema".
 */
export function herokuUnits(root: YamlValue): readonly UnitFact[] {
  return formationOf(root, 'heroku-process', 'quantity');
}

/** The same of Scalingo's scalingo.json, which says `amount`. Source: Scalingo documentation, "scalingo.json Schema". */
export function scalingoUnits(root: YamlValue): readonly UnitFact[] {
  return formationOf(root, 'procfile-process', 'amount');
}

function formationOf(root: YamlValue, kind: UnitFact['kind'], count: string): readonly UnitFact[] {
  return entriesOf(at(root, 'formation')).map(({ key, keySpan, value }) => {
    const number = declaredNumber(at(value, count));
    const name = { value: key, span: keySpan };
    // What a button deploys begins with one at the least, and says no more by that than that it runs.
    if (number?.value === 1) return { ...platformUnit({ name, kind }), begins: number };
    return platformUnit({ name, kind, replicas: number !== null && number.value > 1 ? number : null });
  });
}
