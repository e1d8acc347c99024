// A client that pings, gives a stream up, asks for a tunnel through the server, and says goodbye; and
// the server for it.
const http2 = require('http2');
const net = require('net');

function answer(stream, headers) {
  stream.on('error', () => {});
  if (headers[':method'] === 'CONNECT') {
    stream.respond({ ':status': 200 });
    const onward = net.connect(7, '127.0.0.1');
    stream.pipe(onward).pipe(stream);
    return;
  }
  stream.additionalHeaders({ ':status': 103, link: '</style.css>; rel=preload' });
  stream.respond({ ':status': 200, 'content-type': 'text/plain' });
  stream.write('a beginning, ');
  if (headers[':path'] !== '/endless') stream.end('and an end\n');
}

function server() {
  net.createServer((socket) => socket.pipe(socket)).listen(7, '127.0.0.1');
  http2.createServer().on('stream', answer).listen(80, '10.0.0.2');
}

const whole = (stream) => new Promise((resolve) => stream.on('close', resolve).resume());
const first = (stream) => new Promise((resolve) => stream.once('data', resolve));

async function client(url) {
  const session = http2.connect(url);
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  await new Promise((resolve) => session.ping(Buffer.from('there?!?'), resolve));
  const endless = session.request({ ':path': '/endless' });
  await first(endless);
  endless.close(http2.constants.NGHTTP2_CANCEL);
  await whole(session.request({ ':path': '/whole' }));
  const tunnel = session.request({ ':method': 'CONNECT', ':authority': 'echo.example.test:7' });
  await new Promise((resolve) => tunnel.once('response', resolve));
  tunnel.write('through the tunnel');
  await first(tunnel);
  tunnel.end();
  await whole(tunnel);
  session.goaway(http2.constants.NGHTTP2_NO_ERROR, 0, Buffer.from('that was all'));
  session.close();
}

({ server, client })[process.argv[2]](process.argv[3]);
