// The same short chat three ways: long polling, a WebSocket (plain or over TLS), Socket.IO as it comes. The client
// says "hello" and is answered, the server tells two pieces of news unasked, the client says "thanks" and is answered.
//
//   chat.js polling|websocket|wss|socketio server|client [FOLDER OF key.pem AND cert.pem]
const fs = require('fs');
const http = require('http');
const https = require('https');
const log = require('./log');

const beat = 200;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// What the server does is the same for all three: send() is all that differs.
async function hear(text, send) {
  if (text === 'thanks') return send('bye');
  send('hello back');
  await pause(beat);
  send('news 1');
  await pause(beat);
  send('news 2');
}

// And the client: say() sends, next() waits for the next text.
async function chat(say, next) {
  await pause(beat);
  say('hello');
  for (let i = 0; i < 3; i++) await next();
  await pause(beat);
  say('thanks');
  await next();
  await pause(beat);
}

// Texts that have come, in order, for whoever waits for them.
function inbox() {
  const texts = [], waiting = [];
  return {
    put: (text) => (waiting.length ? waiting.shift()(text) : texts.push(text)),
    next: () => (texts.length ? Promise.resolve(texts.shift()) : new Promise((done) => waiting.push(done))),
  };
}

const polling = {
  // GET /wait is held until there is something to say. POST /say is answered at once, with nothing in it.
  server() {
    const unsent = [];
    let held = null;
    const deliver = () => {
      if (!held || !unsent.length) return;
      held.end(unsent.splice(0).join('\n'));
      held = null;
    };
    const send = (text) => {
      log('server', 'sent', 'line', text);
      unsent.push(text);
      deliver();
    };
    http.createServer((request, answer) => {
      if (request.url === '/wait') {
        answer.setHeader('Content-Type', 'text/plain');
        held = answer;
        return deliver();
      }
      let text = '';
      request.on('data', (data) => { text += data; }).on('end', () => {
        log('server', 'received', 'line', text);
        answer.writeHead(204).end();
        hear(text, send);
      });
    }).listen(3000, '10.0.0.2');
  },
  async client() {
    const agent = new http.Agent({ keepAlive: true });
    const { put, next } = inbox();
    let done = false;
    const ask = (method, path, body) => new Promise((answered) => {
      const headers = body ? { 'Content-Type': 'text/plain', 'Content-Length': body.length } : {};
      http.request({ host: '10.0.0.2', port: 3000, method, path, agent, headers }, (answer) => {
        let text = '';
        answer.on('data', (data) => { text += data; }).on('end', () => answered(text));
      }).end(body);
    });
    const wait = async () => {
      while (!done) {
        for (const text of (await ask('GET', '/wait')).split('\n')) {
          log('client', 'received', 'line', text);
          if (text === 'bye') done = true;
          put(text);
        }
      }
    };
    wait();
    await chat((text) => { log('client', 'sent', 'line', text); ask('POST', '/say', text); }, next);
    agent.destroy();
  },
};

const websocket = {
  server(folder) {
    const { WebSocketServer } = require('ws');
    const web = folder ? https.createServer({ key: fs.readFileSync(`${folder}/key.pem`), cert: fs.readFileSync(`${folder}/cert.pem`) })
      : http.createServer();
    web.listen(3000, '10.0.0.2');
    new WebSocketServer({ server: web }).on('connection', (ws) => {
      const send = (text) => { log('server', 'sent', 'text', text); ws.send(text); };
      ws.on('message', (data) => {
        log('server', 'received', 'text', data);
        hear(String(data), send);
      });
      ws.on('close', (code) => log('server', 'received', 'close', String(code)));
    });
  },
  async client(folder) {
    const { WebSocket } = require('ws');
    const { put, next } = inbox();
    const ws = folder ? new WebSocket('wss://10.0.0.2:3000/', { servername: 'chat.example.test', rejectUnauthorized: false })
      : new WebSocket('ws://10.0.0.2:3000/');
    ws.on('message', (data) => { log('client', 'received', 'text', data); put(String(data)); });
    ws.on('close', (code) => log('client', 'received', 'close', String(code)));
    await new Promise((open) => ws.on('open', open));
    await chat((text) => { log('client', 'sent', 'text', text); ws.send(text); }, next);
    ws.close(1000);
  },
};

const socketio = {
  server() {
    const { Server } = require('socket.io');
    const sio = require('./sio-log');
    const everybody = new Server({ pingInterval: 60000 });   // no heartbeat in so short a chat
    everybody.on('connection', (socket) => {
      const one = sio.server(socket);
      one.on('chat', (text) => hear(text, (answer) => one.emit('chat', answer)));
    });
    everybody.listen(3000);
  },
  async client() {
    const { io } = require('socket.io-client');
    const sio = require('./sio-log');
    const { put, next } = inbox();
    const a = sio.client('A', io('http://10.0.0.2:3000', { auth: sio.authOf('A', '/') }));
    a.on('chat', put);
    await a.once('connect');
    await chat((text) => a.emit('chat', text), next);
    a.socket.disconnect();
  },
};

({ polling, websocket, wss: websocket, socketio })[process.argv[2]][process.argv[3]](process.argv[4]);
