// A page from http://10.0.0.3 wants to talk to the chat at 10.0.0.2:3000: with fetch(), and with WebSockets to a
// server that does not look where they come from, and to one that does. Ends when the page has tried all three.
const http = require('http');
const { WebSocketServer } = require('ws');
const log = require('./log');

const page = `<!doctype html><meta charset="utf-8"><title>elsewhere</title><link rel="icon" href="data:,">
<script>
const pause = () => new Promise((done) => setTimeout(done, 150));
const socket = (path) => new Promise((done) => {
  const ws = new WebSocket('ws://10.0.0.2:3000' + path);
  ws.onmessage = () => ws.close(1000);
  ws.onclose = done;
});
(async () => {
  await pause();
  await fetch('http://10.0.0.2:3000/say', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"text":"hello"}' })
    .catch(() => {});
  await pause();
  await socket('/careless');
  await pause();
  await socket('/careful');
})();
</script>`;

http.createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': Buffer.byteLength(page), Connection: 'close' });
  response.end(page);
}).listen(80, '10.0.0.3');

const mine = 'http://10.0.0.2:3000';
const wss = new WebSocketServer({ noServer: true });
http.createServer((request, response) => {       // knows nothing of CORS: it allows nobody
  response.writeHead(405, { 'Content-Length': 0, Connection: 'close' }).end();
}).on('upgrade', (request, socket, head) => {
  if (request.url === '/careful' && request.headers.origin !== mine) {
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    setTimeout(() => process.exit(), 300);
    return;
  }
  wss.handleUpgrade(request, socket, head, (ws) => {
    log('server', 'sent', 'text', 'news for members');
    ws.send('news for members');
    ws.on('close', (code) => log('server', 'received', 'close', String(code)));
  });
}).listen(3000, '10.0.0.2');
