// A client with long headers, twice, that the server's table can hold, and trailers; one that pings,
// gives a stream up, asks for a tunnel through the server, and says goodbye; and the server for it.
const crypto = require('crypto');
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

// Cookies that no other line is like: 24 of 1024 letters.
function cookies() {
  const jar = {};
  for (let i = 0; i < 24; i++) {
    let text = '';
    while (text.length < 1024) text += crypto.createHash('sha256').update(`${i} ${text.length}`).digest('hex');
    jar[`x-cookie-${i}`] = text;
  }
  return jar;
}

async function long(url) {
  const session = http2.connect(url, { maxDeflateDynamicTableSize: 65536, maxSendHeaderBlockLength: 65536 });
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  const post = session.request({ ':path': '/index.html', ':method': 'POST', ...cookies() }, { waitForTrailers: true });
  post.on('wantTrailers', () => post.sendTrailers({ sum: '11' }));
  post.end('what I send');
  await whole(post);
  await whole(session.request({ ':path': '/missing', ...cookies() }));
  session.close();
}

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

({ server, long, client })[process.argv[2]](process.argv[3]);
