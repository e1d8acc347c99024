// WebSocket where mail is expected.
const { WebSocket, WebSocketServer } = require('ws');
const log = require('./log');

if (process.argv[2] === 'server') {
  const wss = new WebSocketServer({ host: '10.0.0.2', port: 25, perMessageDeflate: false });
  wss.on('connection', (ws) => ws.on('message', (data) => {
    log('server', 'received', 'text', data);
    log('server', 'sent', 'text', 'no mail here, but hello');
    ws.send('no mail here, but hello');
  }));
} else {
  const ws = new WebSocket('ws://10.0.0.2:25/', { perMessageDeflate: false });
  ws.on('open', () => { log('client', 'sent', 'text', 'is this port 25?'); ws.send('is this port 25?'); });
  ws.on('message', (data) => { log('client', 'received', 'text', data); ws.close(1000); });
}
