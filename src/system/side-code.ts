const sideFolders =
  /(?:^|\/)(?:tests?|tests?[-_](?:environments?|env|fixtures?|data|helpers?|utils?)|(?:unit|integration|e2e|load|smoke|acceptance)[-_]tests?|__tests__|__mocks__|specs?|e2e|fixtures?|__fixtures__|mocks?|seeds?|seeders?|stories|examples?|demos?|samples?|benchmarks?|bench|docs?|templates?)(?:\/|$)/i;
const sideFiles =
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$|\.(?:test|tests|spec|e2e|stories|story|bench|mock|fixture|config|d)\.[cm]?[jt]sx?$/i;

/** Whether a file stands beside what is deployed: tests, examples, fixtures, configuration of tools. */
export function isSideCode(path: string): boolean {
  return sideFolders.test(path) || sideFiles.test(path);
}
