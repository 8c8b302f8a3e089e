import { rule } from '../../../src/rules/storage/upload-local-disk.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** A view that takes a photo and hands it on to what places it. */
const shop = (view: string, mark = true): string => `
    # file: requirements.txt
    flask
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn app:app
        deploy: { replicas: 3 }
    # file: app.py
    from flask import Flask, request, send_file
    from photos import Album, keep, keep_named
    app = Flask(__name__)
    @app.post("/photos")
    def add():
${view}
        return "kept"
    @app.get("/photos")
    def show():
        return send_file("/data/photos/last.png")
    # file: photos.py
    def keep(photo):
        if not photo:
            return None
        photo.save("/data/photos/last.png")
${mark ? ' #            ^^^^ upload-local-disk' : ''}
    def keep_named(photo, name):
        return keep(photo)
    class Album:
        def take(self, photo):
            return keep_named(photo, "last")`;

const found: readonly (readonly [name: string, view: string])[] = [
  ['by its key', '        keep(request.files["photo"])'],
  ['asked for by a call', '        keep(request.files.get("photo"))'],
  ['kept under a name first', '        given = request.files.get("photo")\n        keep(given)'],
  ['by two functions', '        keep_named(request.files.get("photo"), "last")'],
  ['by a method and two functions', '        album = Album()\n        album.take(request.files.get("photo"))'],
  ['by its name', '        keep_named(name="last", photo=request.files["photo"])'],
];

const silent: readonly (readonly [name: string, view: string])[] = [
  ['what is placed was worked out here', '        keep(drawn(request.form["text"]))'],
  ['it is handed on under another parameter', '        keep_named(drawn("a"), request.files.get("photo"))'],
  ['nothing is handed on', '        request.files.get("photo")'],
];

checkRule(rule, [
  ...found.map(
    ([name, view]): RuleCase => ({
      name: `handed on ${name}`,
      files: shop(view),
      silentWhen: [{ name: 'nothing is placed', replace: [['photo.save("/data/photos/last.png")', 'photo.close()']] }],
    }),
  ),
  ...silent.map(([name, view]): RuleCase => ({ name, files: shop(view, false) })),
]);
