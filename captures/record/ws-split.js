// The server is "ws"; the client writes its bytes by hand, one write at a time.
const crypto = require('crypto');
const net = require('net');
const log = require('./log');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function server() {
  const { WebSocketServer } = require('ws');
  const http = require('http').createServer();
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request, socket, head) => {
    socket.cork();                      // the 101 and two frames leave together
    wss.handleUpgrade(request, socket, head, (ws) => {
      for (const text of ['I was in the same segment', 'so was I']) {
        log('server', 'sent', 'text', text);
        ws.send(text);
      }
      ws.on('message', (data) => log('server', 'received', 'text', data));
      ws.on('close', (code) => { log('server', 'received', 'close', String(code)); http.close(); });
    });
    socket.uncork();
  });
  http.listen(3000, '10.0.0.2');
}

// A masked client frame with a short payload.
function frame(opcode, payload) {
  const data = Buffer.from(payload);
  const key = crypto.randomBytes(4);
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | data.length]), key, data.map((b, i) => b ^ key[i % 4])]);
}

async function client() {
  const socket = net.connect({ host: '10.0.0.2', port: 3000, noDelay: true });
  await new Promise((done) => socket.on('connect', done));
  const write = async (bytes) => { socket.write(bytes); await pause(100); };
  const text = (data) => { log('client', 'sent', 'text', data); return frame(1, data); };

  await write('GET /split HTTP/1.1\r\nHost: 10.0.0.2:3000\r\nUpg');
  await write('rade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r');
  await write('\nSec-WebSocket-Key: ' + crypto.randomBytes(16).toString('base64') + '\r\n\r\n');

  const cut = text('my header came in two pieces');
  await write(cut.subarray(0, 1));
  await write(cut.subarray(1));
  await write(Buffer.concat(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map(text)));

  log('client', 'sent', 'close', '1000');
  await write(frame(8, [0x03, 0xe8]));
  socket.end();
}

({ server, client })[process.argv[2]]();
