import { describe, expect, it } from 'vitest';
import { entryTitle } from '../../src/findings/chain.ts';
import { analyse } from '../rules/analyse.ts';
import { readMarkedFiles } from '../rules/marked-files.ts';

/** What the messages call the ways into a program. */
function titles(text: string): readonly string[] {
  const { graph } = analyse(readMarkedFiles(text).files);
  return graph.entries.filter(({ route }) => route !== null).map((entry) => entryTitle(graph, entry));
}

describe('what an entry is called', () => {
  it('tells the method of a route of Flask: GET unless it names others', () => {
    const program = (route: string) => `
      # file: app.py
      from flask import Flask
      app = Flask(__name__)
      @app.route("/cart"${route})
      def cart():
          return "ok"`;
    expect(titles(program(''))).toEqual(['GET /cart']);
    expect(titles(program(', methods=["POST"]'))).toEqual(['POST /cart']);
    expect(titles(program(', methods=["post", "OPTIONS"]'))).toEqual(['POST /cart']);
    expect(titles(program(', methods=["GET", "POST"]'))).toEqual(['any request to /cart']);
    expect(titles(program(', methods=named()'))).toEqual(['any request to /cart']);
  });

  it('tells the method of a route that FastAPI is given, and a socket as such', () => {
    const program = (route: string) => `
      # file: app.py
      from fastapi import FastAPI
      app = FastAPI()
      async def cart():
          return "ok"
      ${route}`;
    expect(titles(program('app.add_api_route("/cart", cart)'))).toEqual(['GET /cart']);
    expect(titles(program('app.add_api_route("/cart", cart, methods=["PUT"])'))).toEqual(['PUT /cart']);
    expect(titles(program('app.add_route("/cart", cart)'))).toEqual(['any request to /cart']);
    const socket = '@app.websocket("/talk")\n      async def talk(socket):\n          await socket.accept()';
    expect(titles(program(socket))).toEqual(['a socket at /talk']);
  });

  it('tells a route of Django that is a pattern of text by its names', () => {
    expect(
      titles(`
      # file: manage.py
      import os
      os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
      # file: shop/settings.py
      ROOT_URLCONF = "shop.urls"
      # file: shop/urls.py
      from django.urls import re_path
      from shop.views import show
      urlpatterns = [re_path(r"^reports/(?P<number>[0-9]{8})/$", show)]
      # file: shop/views.py
      def show(request, number):
          return number`),
    ).toEqual(['any request to reports/<number>/']);
  });
});
