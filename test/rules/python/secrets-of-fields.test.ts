import { rule } from '../../../src/rules/stateless/auth-ephemeral-secret.ts';
import { checkRule } from '../check-rule.ts';

const app = (
  field: string,
  mark: string,
  made = 'settings = Settings()',
  head = 'class Settings(BaseModel)',
  use = 'settings.secret',
) => `
    # file: requirements.txt
    fastapi
    pyjwt
    pydantic
    # file: main.py
    import secrets
    from dataclasses import dataclass, field
    from secrets import token_hex
    import jwt
    from fastapi import FastAPI
    from pydantic import BaseModel, Field
    ${head}:
        secret: str = ${field}
        ${mark}
    ${made}
    app = FastAPI()
    @app.post("/sign-in")
    def sign_in(user: str):
        return jwt.encode({"user": user}, ${use}, algorithm="HS256")`;

const fixed = (from: string) =>
  [{ name: 'it is the same in every start', replace: [[from, 'lambda: "always"']] }] as const;
const data = '@dataclass\n    class Settings';

checkRule(rule, [
  {
    name: 'a field whose function reads the environment',
    files: app('Field(default_factory=lambda: __import__("os").environ["KEY"])', ''),
  },
  {
    name: 'a field of an object that each request makes',
    files: app('Field(default_factory=lambda: secrets.token_hex(32))', '', '', undefined, 'Settings().secret'),
  },
  { name: 'a field that begins as a list', files: app('Field(default_factory=list)', '') },
  {
    name: 'a field of a model that a lambda fills',
    files: app(
      'Field(default_factory=lambda: secrets.token_hex(32))',
      '#                                                   ^^^^^^^^^ auth-ephemeral-secret',
    ),
    silentWhen: fixed('lambda: secrets.token_hex(32)'),
  },
  {
    name: 'a field of a model that a function of a package fills',
    files: app(
      'Field(default_factory=token_hex)',
      '#                                   ^^^^^^^^^ auth-ephemeral-secret',
    ),
    silentWhen: fixed('=token_hex').map((each) => ({
      ...each,
      replace: [['=token_hex', '=lambda: "always"']] as const,
    })),
  },
  {
    name: 'a field of a data class',
    files: app(
      'field(default_factory=lambda: secrets.token_hex(32))',
      '#                                                   ^^^^^^^^^ auth-ephemeral-secret',
      undefined,
      data,
    ),
    silentWhen: fixed('lambda: secrets.token_hex(32)'),
  },
]);
