import { checkRules } from './check-rule.ts';
import { fieldRules } from './kept-rules.ts';

const bot = `
      // file: src/bot.ts
      import Bot from 'chat-bot-api';
      export class ShopBot {
        private bot: Bot | null = null;
        private chosen = new Map<string, { shop: string }>();
        start(settings: { token: string; chats: { id: string; shop: string }[] }) {
          this.bot = new Bot(settings.token, { polling: true });
          for (const chat of settings.chats) this.chosen.set(chat.id, { shop: chat.shop });
          this.listen();
          setInterval(() => this.remind('first'), 60_000);
        }
        private listen() {
          this.bot?.onText(/shop/, (message) => this.answer(message.chat, message.text));
        }
        private answer(chat: string, text: string) {
          const state = this.chosen.get(chat) ?? { shop: text };
          this.chosen.set(chat, { shop: state.shop + text });
        }
        private remind(chat: string) { console.log(this.chosen.get(chat)); }
        shopOf(chat: string) { return this.chosen.get(chat)?.shop; }
      }
      export const shopBot = new ShopBot();
`;

/** What one function keeps for the connection that it opens, beside what others ask for as well. */
checkRules(fieldRules, [
  {
    name: 'what a bot that this process started keeps for its own chats',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { shopBot } from './bot';
      const app = express();
      app.post('/bot', (req, res) => { shopBot.start(req.body); res.end(); });
      app.listen(3000);
      ${bot}
    `,
  },
  {
    name: 'what a bot keeps and a route shows',
    silentWhen: [{ name: 'no route asks', replace: [['shopBot.shopOf(req.params.chat)', 'req.params.chat']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      import { shopBot } from './bot';
      const app = express();
      app.post('/bot', (req, res) => { shopBot.start(req.body); res.end(); });
      app.get('/chats/:chat', (req, res) => { res.json(shopBot.shopOf(req.params.chat)); });
      app.listen(3000);
      ${bot.replace('private chosen = new Map<string, { shop: string }>();\n', 'private chosen = new Map<string, { shop: string }>();\n                ^^^^^^ state-singleton-field\n')}
    `,
  },
  {
    name: 'what is kept for each socket that comes in, with a decoder of its own',
    silentWhen: [
      {
        name: 'nothing is put in',
        replace: [['this.rooms.seats.set(room, seat)', 'console.log(seat)']],
      },
    ],
    files: `
      // file: src/app.ts
      import { WebSocketServer } from 'ws';
      import { Decoder } from 'line-decoder';
      class Rooms {
        readonly seats = new Map<string, string>();
                 ^^^^^ state-singleton-field
      }
      const rooms = new Rooms();
      class Visitor {
        private decoder: Decoder | null = null;
        constructor(private rooms: Rooms) {}
        open(room: string, seat: string) {
          this.rooms.seats.set(room, seat);
          this.decoder = new Decoder();
          this.decoder.on('line', (line) => console.log(this.rooms.seats.get(line.room)));
        }
      }
      new WebSocketServer({ port: 3000 }).on('connection', (socket, { url }) => new Visitor(rooms).open(url, socket.protocol));
    `,
  },
]);
