// Server-sent events, plain and gzip, and a poll that is held open.
const http = require('http');
const zlib = require('zlib');
const log = require('./log');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const events = [
  ': nothing yet, only to keep the line open\n\n',
  'data: hello\n\n',
  'event: price\ndata: 41\nid: 1\n\n',
  'event: news\ndata: first line\ndata: second line\nretry: 2000\n\n',
];

async function stream(request, answer) {
  const gzip = request.url === '/gzip';
  answer.writeHead(200, { 'Content-Type': 'text/event-stream', ...(gzip ? { 'Content-Encoding': 'gzip' } : {}) });
  const out = gzip ? zlib.createGzip() : answer;
  if (gzip) out.pipe(answer);
  for (const event of events) {
    log('server', 'sent', 'event', JSON.stringify(event));
    out.write(event);
    if (gzip) out.flush();
    await pause(150);
  }
  out.end();
}

http.createServer(async (request, answer) => {
  if (request.url !== '/poll') return stream(request, answer);
  await pause(1500);
  answer.end('news at last\n');
}).listen(80, '10.0.0.2');
