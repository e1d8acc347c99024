// Answers nginx does not give for plain files: an echo, chunks, and (to an
// HTTP/1.0 client) a body that ends when the connection does.
const http = require('http');

http.createServer((request, response) => {
  if (request.url === '/echo') {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': body.length });
      response.end(body);
    });
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  const words = ['one piece, ', 'another piece, ', 'and the last piece\n'];
  const next = () => {
    response.write(words.shift());
    if (words.length) setTimeout(next, 50); else response.end();
  };
  next();
}).listen(8080, '10.0.0.2');
