// Serves a page and its WebSocket; ends when the page has closed the socket.
const http = require('http');
const { WebSocketServer } = require('ws');
const log = require('./log');

const page = `<!doctype html><meta charset="utf-8"><title>chat</title><link rel="icon" href="data:,">
<script>
const ws = new WebSocket('ws://' + location.host + '/chat');
const lines = ['hello from the browser', 'hello from the browser', 'la '.repeat(300)];
ws.onopen = () => ws.send(lines.shift());
ws.onmessage = () => setTimeout(() => lines.length ? ws.send(lines.shift()) : ws.close(1000, 'bye'), 100);
</script>`;

const server = http.createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': Buffer.byteLength(page), Connection: 'close' });
  response.end(page);
}).listen(3000, '127.0.0.1');

const wss = new WebSocketServer({ server, path: '/chat', perMessageDeflate: { threshold: 0 } });
wss.on('connection', (ws) => {
  console.log(['server', 'agreed', 'extensions', ws.extensions].join('\t'));
  ws.on('message', (data) => {
    const answer = `you said: ${data}`;
    log('server', 'received', 'text', data);
    log('server', 'sent', 'text', answer);
    ws.send(answer);
  });
  ws.on('close', (code, reason) => {
    log('server', 'received', 'close', `${code} ${reason}`);
    setTimeout(() => process.exit(), 300);
  });
});
