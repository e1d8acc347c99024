// permessage-deflate as it is agreed on: with and without context takeover, with small windows, and on
// two connections at once. Similar texts again and again, so that what went before matters.
const { WebSocket, WebSocketServer } = require('ws');
const log = require('./log');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const kinds = {
  3001: {},
  3002: { serverNoContextTakeover: true, clientNoContextTakeover: true },
  3003: { serverMaxWindowBits: 9, clientMaxWindowBits: 10 },
};

function server() {
  for (const [port, kind] of Object.entries(kinds)) {
    const wss = new WebSocketServer({ host: '10.0.0.2', port, perMessageDeflate: { threshold: 0, ...kind } });
    wss.on('connection', (ws) => {
      ws.on('message', (data, binary) => {
        log('server', 'received', binary ? 'binary' : 'text', data);
        const answer = binary ? data : `“${data}”, you said`;
        log('server', 'sent', binary ? 'binary' : 'text', answer);
        ws.send(answer);
      });
      ws.on('close', (code, reason) => log('server', 'received', 'close', `${code} ${reason}`.trim()));
    });
  }
}

function talk(port) {
  const ws = new WebSocket(`ws://10.0.0.2:${port}/`, { perMessageDeflate: { threshold: 0, ...kinds[port] } });
  const send = (kind, data, ...more) => { log('client', 'sent', kind, data); ws.send(data, ...more); };
  ws.on('message', (data, binary) => log('client', 'received', binary ? 'binary' : 'text', data));
  ws.on('open', async () => {
    for (let i = 1; i < 4; i++) {
      send('text', `the same words again, for the ${i}th time`);
      await pause(60);
    }
    send('text', '');
    await pause(60);
    send('binary', Buffer.alloc(300, 'abc'));
    await pause(60);
    log('client', 'sent', 'text', 'in three pieces, the same words again');
    ws.send('in three ', { fin: false });
    ws.ping('between');
    ws.send('pieces, the same ', { fin: false });
    ws.send('words again', { fin: true });
    await pause(60);
    send('text', 'long and long '.repeat(1500));
    await pause(100);
    ws.close(1000, 'done');
  });
  return new Promise((done) => ws.on('close', (code, reason) => {
    log('client', 'received', 'close', `${code} ${reason}`.trim());
    done();
  }));
}

async function client() {
  for (const port of Object.keys(kinds)) await talk(port);
}

({ server, client })[process.argv[2]]();
