// A page for a browser on port 3000, and port 3001 (not recorded) where the page leaves its log.
//
// The page's client is at the address "bundle"; if "file" is given, that file is served there, in gzip.
// In the page: "sio" is sio-log.js, and finish() when all is said.
const fs = require('fs');
const http = require('http');
const path = require('path');
const zlib = require('zlib');

module.exports = function serve(bundle, script, file) {
  const page = `<!doctype html><meta charset="utf-8"><title>chat</title><link rel="icon" href="data:,">
<script src="${bundle}"></script>
<script>const module = {};
${fs.readFileSync(path.join(__dirname, 'sio-log.js'), 'utf8')}
const sio = module.exports, lines = [];
sio.output.line = (text) => lines.push(text);
const finish = () =>
  fetch('http://' + location.hostname + ':3001/', { method: 'POST', mode: 'no-cors', body: lines.join('\\n') });
(${script})();
</script>`;
  http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    response.end();
    console.log(Buffer.concat(parts).toString());
    setTimeout(() => process.exit(), 300);
  }).listen(3001);
  return http.createServer((request, response) => {
    const client = request.url === bundle;
    const body = client ? zlib.gzipSync(fs.readFileSync(file)) : page;
    if (client) response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Content-Type', client ? 'text/javascript' : 'text/html');
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.end(body);
  }).listen(3000);
};
