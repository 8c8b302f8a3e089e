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

/** A password that is made up where none is given, and that a sign-in asks for. */
const password = (field: string, more = '', mark = '') => `
    # file: requirements.txt
    fastapi
    pydantic-settings
    # file: main.py
    import secrets
    import string
    from fastapi import FastAPI, Form
    from pydantic import Field
    from pydantic_settings import BaseSettings
    letters = string.ascii_letters
    def made_up():
        return "".join(secrets.choice(letters) for _ in range(16))
        ${mark}
    class Settings(BaseSettings):
        password: str = ${field}
    settings = Settings()
    app = FastAPI()
    @app.post("/sign-in")
    def sign_in(given: str = Form()):
        return secrets.compare_digest(given, settings.password)
    ${more}`;
const drawn = '#                      ^^^^^^ auth-ephemeral-secret';

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
  { name: 'a password that is written down', files: password('"open"') },
  {
    name: 'a password that the deployment sets for all',
    files: password(
      'Field(default_factory=made_up)',
      '# file: compose.yaml\n    services:\n      shop:\n        build: .\n        environment:\n          PASSWORD: open',
    ),
  },
  {
    name: 'letters that are drawn for something that nobody has to show',
    files: password('"open"', 'greeting = made_up()'),
  },
  {
    name: 'a password of letters that are drawn one by one, which a sign-in asks for',
    files: password('Field(default_factory=made_up)', '', drawn),
    silentWhen: [
      { name: 'it is the same in every start', replace: [['Field(default_factory=made_up)', '"open"']] },
      { name: 'nobody is asked for it', replace: [['compare_digest(given, settings.password)', 'token_hex()']] },
    ],
  },
]);
