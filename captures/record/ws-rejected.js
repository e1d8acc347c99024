// Port 3000 is a proper server that wants a password; port 3001 says 101 with
// a Sec-WebSocket-Accept that does not belong to the key.
const net = require('net');
const { WebSocket, WebSocketServer } = require('ws');
const log = require('./log');

function server() {
  new WebSocketServer({
    host: '10.0.0.2',
    port: 3000,
    path: '/chat',
    verifyClient: ({ req }, answer) => answer(req.headers.authorization !== undefined, 401, 'Who are you?'),
  });
  net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n'));
  }).listen(3001, '10.0.0.2');
}

async function client() {
  for (const port of [3000, 3001]) {
    const ws = new WebSocket(`ws://10.0.0.2:${port}/chat`, { perMessageDeflate: false });
    ws.on('error', (error) => log('client', 'refused', 'error', error.message));
    await new Promise((done) => ws.on('close', done));
  }
}

({ server, client })[process.argv[2]]();
