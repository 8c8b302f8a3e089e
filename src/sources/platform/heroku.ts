import type { UnitFact } from '../../facts/deployment.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredNumber, entriesOf, type YamlValue } from '../yaml/tree.ts';

/**
 * The `formation` of Heroku's app.json: how many dynos run each process of the Procfile. Other files of that name, as those
 * of Expo, have none. Source: Heroku Dev Center, "app.json Schema".
 */
export function herokuUnits(root: YamlValue): readonly UnitFact[] {
  return entriesOf(at(root, 'formation')).map(({ key, keySpan, value }) => {
    const quantity = declaredNumber(at(value, 'quantity'));
    // What a button deploys begins with one dyno at the least, and says no more by that than that it runs.
    const replicas = quantity !== null && quantity.value > 1 ? quantity : null;
    return platformUnit({ name: { value: key, span: keySpan }, kind: 'heroku-process', replicas });
  });
}
