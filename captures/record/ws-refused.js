// Servers that refuse an upgrade, each with another status, or agree in a way that is no agreement.
// The client is a proper one, and says why it goes no further.
const crypto = require('crypto');
const net = require('net');
const { WebSocket } = require('ws');
const log = require('./log');

const accept = (key) => crypto.createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
const refuse = (status, more = '') => () => `HTTP/1.1 ${status}\r\n${more}Content-Length: 0\r\nConnection: close\r\n\r\n`;
const agree = (lines) => (key) => `HTTP/1.1 101 Switching Protocols\r\n${lines(key).join('\r\n')}\r\n\r\n`;

const answers = {
  '/400': refuse('400 Bad Request'),
  '/401': refuse('401 Unauthorized', 'WWW-Authenticate: Basic realm="chat"\r\n'),
  '/403': refuse('403 Forbidden'),
  '/404': refuse('404 Not Found'),
  '/426': refuse('426 Upgrade Required', 'Sec-WebSocket-Version: 14\r\nUpgrade: websocket\r\n'),
  '/503': refuse('503 Service Unavailable'),
  '/302': refuse('302 Found', 'Location: http://10.0.0.2:3000/elsewhere\r\n'),
  '/200': refuse('200 OK'),
  '/no-accept': agree(() => ['Upgrade: websocket', 'Connection: Upgrade']),
  '/no-upgrade': agree((key) => ['Connection: Upgrade', `Sec-WebSocket-Accept: ${accept(key)}`]),
  '/no-connection': agree((key) => ['Upgrade: websocket', `Sec-WebSocket-Accept: ${accept(key)}`]),
  '/extension': agree((key) => ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept(key)}`,
    'Sec-WebSocket-Extensions: permessage-deflate']),
  '/subprotocol': agree((key) => ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept(key)}`,
    'Sec-WebSocket-Protocol: chat']),
};

function server() {
  net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request) => {
      const path = /^GET (\S+)/.exec(request)[1];
      const key = /Sec-WebSocket-Key: (.*)\r/i.exec(request)[1];
      socket.write(answers[path](key));
    });
  }).listen(3000, '10.0.0.2');
}

async function client() {
  for (const path of Object.keys(answers)) {
    const ws = new WebSocket(`ws://10.0.0.2:3000${path}`, { perMessageDeflate: false });
    ws.on('error', (error) => log('client', 'refused', 'error', error.message));
    await new Promise((done) => ws.on('close', done));
  }
}

({ server, client })[process.argv[2]]();
