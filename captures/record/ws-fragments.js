// The client sends; the server answers each message with its length.
const { WebSocket, WebSocketServer } = require('ws');
const log = require('./log');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function server() {
  const wss = new WebSocketServer({ host: '10.0.0.2', port: 3000, perMessageDeflate: false });
  wss.on('connection', (ws) => {
    ws.on('ping', (data) => log('server', 'received', 'ping', data));
    ws.on('message', (data) => {
      const answer = `that was ${data.length} bytes`;
      log('server', 'received', 'text', data);
      log('server', 'sent', 'text', answer);
      ws.send(answer);
    });
  });
}

function client() {
  const ws = new WebSocket('ws://10.0.0.2:3000/fragments', { perMessageDeflate: false });
  const text = (data) => { log('client', 'sent', 'text', data); ws.send(data); };
  const part = (data, fin) => { log('client', 'sent', fin ? 'last fragment' : 'fragment', data); ws.send(data, { fin }); };
  ws.on('message', (data) => log('client', 'received', 'text', data));
  ws.on('pong', (data) => log('client', 'received', 'pong', data));
  ws.on('open', async () => {
    part('a message ', false);
    await pause(100);
    part('in three ', false);
    await pause(100);
    log('client', 'sent', 'ping', 'between');
    ws.ping('between');
    await pause(100);
    part('frames', true);
    await pause(100);
    text('short');
    await pause(100);
    text('0123456789'.repeat(30));
    await pause(100);
    text('0123456789'.repeat(7000));
    await pause(300);
    ws.close(1000);
  });
}

({ server, client })[process.argv[2]]();
