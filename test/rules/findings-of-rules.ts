import { rules } from '../../src/rules/index.ts';
import { analyse } from './analyse.ts';
import { readMarkedFiles } from './marked-files.ts';

/** What all rules find in a marked workspace, as `rule-id file: first sentence`, for examples that must be clean. */
export async function findingsOfRules(files: string): Promise<readonly string[]> {
  const context = await analyse(readMarkedFiles(files).files);
  return rules.flatMap((rule) =>
    rule
      .check(context)
      .flatMap((verdict) =>
        verdict.kind === 'found' ? [`${rule.info.id} ${verdict.site.file}: ${verdict.sentences[0]}`] : [],
      ),
  );
}
