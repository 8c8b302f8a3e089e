import { checkRules } from '../check-rule.ts';
import { moduleRules } from '../kept-rules.ts';

/** Shells that sockets open, each under an id, and what asks for one of them. */
const shells = (key: string, asking: string, mark = '') => `
    # file: app.py
    from flask import Flask, request
    from flask_socketio import SocketIO
    app = Flask(__name__)
    sio = SocketIO(app)
    opened = {}
    ${mark}
    def keep(row):
        opened[${key}] = row
    @sio.on("open")
    def begin(data):
        keep(data["row"])
    ${asking}`;

const leaving = `@sio.on("leave")
    def leave():
        return forget(opened[request.sid])`;
const page = `@app.get("/shells/<id>")
    def show(id):
        return str(opened.get(id))`;
const mark = '^^^^^^ state-module-collection';

checkRules(moduleRules, [
  {
    name: 'a socket asks for what stands under its own id, wherever the id is mentioned',
    files: shells('request.sid', leaving),
    gate: 'role',
  },
  {
    name: 'a page asks for what a socket keeps under its own id',
    files: shells('request.sid', page, mark),
    silentWhen: [{ name: 'a socket asks instead', replace: [[page, leaving]] }],
  },
  {
    name: 'a socket asks by its id for what stands under a name',
    files: shells('row["name"]', leaving, mark),
    silentWhen: [{ name: 'it stands under the id', replace: [['row["name"]', 'request.sid']] }],
  },
]);
