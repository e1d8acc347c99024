// How WebSockets end: with every close code that means something, without one, and without a word.
const { WebSocket, WebSocketServer } = require('ws');
const log = require('./log');

const ends = [[1000, ''], [1001, 'going away'], [1008, 'not allowed'], [1011, 'failed'], [1012, 'restarting'],
  [1013, 'try later'], [1014, 'bad gateway'], [3000, 'registered'], [4001, 'our own'], [], null];

function server() {
  const wss = new WebSocketServer({
    host: '10.0.0.2', port: 3000, perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
  });
  wss.on('connection', (ws, request) => {
    ws.on('close', (code, reason) => log('server', 'received', 'close', `${code} ${reason}`.trim()));
    const end = ends[Number(request.url.slice(1))];
    if (end) ws.close(...end);
    else ws._socket.resetAndDestroy();
  });
}

async function client() {
  for (let i = 0; i < ends.length; i++) {
    const ws = new WebSocket(`ws://10.0.0.2:3000/${i}`, i % 2 ? ['chat', 'other'] : [], { perMessageDeflate: false });
    ws.on('error', () => {});
    await new Promise((done) => ws.on('close', (code, reason) => {
      // 1005 and 1006 are never on the wire: no code was given, or the connection broke.
      if (ends[i]) log('client', 'received', 'close', `${code} ${reason}`.trim());
      done();
    }));
  }
}

({ server, client })[process.argv[2]]();
