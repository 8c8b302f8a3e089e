import type { UnitFact } from '../../facts/deployment.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredNumber, entriesOf, type YamlValue } from '../yaml/tree.ts';

/**
 * The `formation` of Heroku's app.json: how many dynos run each process of the Procfile. Other files of that name, as those
 * of Expo, have none. Source: Heroku Dev Center, "app.json Schema".
 */
export function herokuUnits(root: YamlValue): readonly UnitFact[] {
  return entriesOf(at(root, 'formation')).map(({ key, keySpan, value }) => ({
    ...platformUnit({
      name: { value: key, span: keySpan },
      kind: 'heroku-process',
      replicas: declaredNumber(at(value, 'quantity')),
    }),
  }));
}
