// A proper server, which closes when a rule is broken; and on port 3001 one that breaks a rule itself:
// it masks what it sends.
const crypto = require('crypto');
const net = require('net');
const { WebSocket, WebSocketServer } = require('ws');

function server() {
  const wss = new WebSocketServer({ host: '10.0.0.2', port: 3000, perMessageDeflate: false });
  wss.on('connection', (ws) => ws.on('error', () => {}));
  net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request) => {
      const key = /Sec-WebSocket-Key: (.*)\r/i.exec(request)[1];
      const accept = crypto.createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
      setTimeout(() => socket.write(Buffer.from([0x81, 0x82, 1, 2, 3, 4, 0x68 ^ 1, 0x69 ^ 2])), 50);
    });
  }).listen(3001, '10.0.0.2');
}

function client() {
  const ws = new WebSocket('ws://10.0.0.2:3001/', { perMessageDeflate: false });
  ws.on('error', () => {});
}

({ server, client })[process.argv[2]]();
