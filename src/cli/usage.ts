export const usage = `Find what breaks on the second instance, before your users do.

second-instance check    [path...]   report what breaks; exit code 1 when something does
    --format text|json|sarif|markdown|agent      text unless said otherwise
    --fail-on error|warning|note|never           error unless said otherwise
    --baseline file, --fail-on-new               leave out what the baseline knows
    --update-baseline                            write the baseline
second-instance fix      [path]      print safe fixes as a diff
    --rule id, --all, --write                    some rules, also what needs review, write the files
second-instance diagram  [path]      print the architecture
    --format mermaid|json|outline, --view now, --check snapshot.json
second-instance plan     [path]      print the plan to scale
    --out folder, --force                        write it with its artifacts
second-instance explain  file:line   why something is shown there, or nothing
second-instance topology [path]      how many instances run, and how that is known
    import -|file [path], --as name=program      write what kubectl, Terraform, ECS, Fly or SQL printed
second-instance compare  base head   what a change brings, from two files of check --format json
    --format text|json|markdown, --fail-on error

Everywhere: --instances [program=]N, --config file, --no-cache, --help, --version
Exit codes: 0 nothing found, 1 findings, 2 the command could not do its work.
`;
