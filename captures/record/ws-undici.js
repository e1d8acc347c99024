// The WebSocket of undici (that of fetch, and of later Node versions) as a client, through nginx, to
// the ws package.
const { WebSocket } = require('undici');
const { WebSocketServer } = require('ws');
const log = require('./log');

function server() {
  const wss = new WebSocketServer({ host: '10.0.0.2', port: 3000 });
  wss.on('connection', (ws) => {
    ws.on('message', (data, binary) => {
      log('server', 'received', binary ? 'binary' : 'text', data);
      const answer = binary ? data : `you said: ${data}`;
      log('server', 'sent', binary ? 'binary' : 'text', answer);
      ws.send(answer);
    });
    ws.on('close', (code, reason) => log('server', 'received', 'close', `${code} ${reason}`.trim()));
  });
}

function client() {
  const ws = new WebSocket('ws://10.0.0.2:80/chat');
  ws.binaryType = 'arraybuffer';
  let answers = 0;
  ws.addEventListener('open', () => {
    log('client', 'sent', 'text', 'hello from undici');
    ws.send('hello from undici');
    log('client', 'sent', 'binary', Buffer.from([1, 2, 3]));
    ws.send(new Uint8Array([1, 2, 3]));
  });
  ws.addEventListener('message', ({ data }) => {
    const binary = typeof data !== 'string';
    log('client', 'received', binary ? 'binary' : 'text', binary ? Buffer.from(data) : data);
    if (++answers === 2) ws.close(1000, 'bye');
  });
  ws.addEventListener('close', ({ code, reason }) => log('client', 'received', 'close', `${code} ${reason}`.trim()));
}

({ server, client })[process.argv[2]]();
