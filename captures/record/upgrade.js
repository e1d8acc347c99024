// A short, friendly WebSocket chat: "node upgrade.js server" and "... client".
const { WebSocket, WebSocketServer } = require('ws');
const log = require('./log');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function watch(who, ws) {
  ws.on('message', (data, binary) => log(who, 'received', binary ? 'binary' : 'text', data));
  ws.on('ping', (data) => log(who, 'received', 'ping', data));
  ws.on('pong', (data) => log(who, 'received', 'pong', data));
  ws.on('close', (code, reason) => log(who, 'received', 'close', `${code} ${reason}`));
  return {
    text: (data) => { log(who, 'sent', 'text', data); ws.send(data); },
    binary: (data) => { log(who, 'sent', 'binary', data); ws.send(data); },
    ping: (data) => { log(who, 'sent', 'ping', data); ws.ping(data); },
    close: (code, reason) => { log(who, 'sent', 'close', `${code} ${reason}`); ws.close(code, reason); },
  };
}

function server() {
  const wss = new WebSocketServer({ host: '127.0.0.1', port: 3000, path: '/chat', perMessageDeflate: false });
  wss.on('connection', (ws) => {
    const say = watch('server', ws);
    ws.on('message', async (data, binary) => {
      const text = data.toString();
      if (binary) return;
      if (text === 'hello') {
        say.text('welcome');
        await pause(300);
        say.text('psst: nobody asked, but I can speak first');
      } else if (text.startsWith('Grüße')) {
        say.text('greetings to you too');
      }
    });
    ws.on('close', () => wss.close());
  });
}

function client() {
  const ws = new WebSocket('ws://127.0.0.1:3000/chat', { perMessageDeflate: false });
  const say = watch('client', ws);
  ws.on('open', async () => {
    await pause(100);
    say.text('hello');
    await pause(500);
    say.text('Grüße aus dem Terminal 👋');
    await pause(200);
    say.ping('are you there?');
    await pause(200);
    say.binary(Buffer.from([0xca, 0xfe, 0xba, 0xbe]));
    await pause(200);
    say.text('thanks, I have to go');
    await pause(200);
    say.close(1000, 'bye');
  });
}

({ server, client })[process.argv[2]]();
