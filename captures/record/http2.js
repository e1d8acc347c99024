// An HTTP/2 server with and without TLS: a page, an echo, and a chat over extended CONNECT (RFC 8441).
// Its client speaks WebSocket frames of the ws package on a stream of its own.
const fs = require('fs');
const http2 = require('http2');
const { Duplex } = require('stream');
const { Receiver, Sender } = require('ws');
const log = require('./log');

const frames = (stream, masked, onMessage) => {
  const receiver = new Receiver({ isServer: !masked });
  const sender = new Sender(stream, {});
  receiver.on('message', (data) => onMessage(data.toString()));
  receiver.on('conclude', (code, reason) => onMessage(null, code, reason.toString()));
  stream.pipe(receiver);
  return {
    say: (text) => sender.send(Buffer.from(text), { fin: true, opcode: 1, mask: masked, rsv1: false, binary: false, compress: false }),
    close: (code, reason) => sender.close(code, reason, masked, () => stream.end()),
  };
};

function answer(stream, headers) {
  if (headers[':method'] === 'CONNECT') {
    stream.respond({ ':status': 200, 'sec-websocket-protocol': 'chat' });
    const end = frames(stream, false, (text, code, reason) => {
      if (text === null) {
        log('server', 'received', 'close', `${code} ${reason}`.trim());
        end.close(code, reason);
        return;
      }
      log('server', 'received', 'text', text);
      log('server', 'sent', 'text', `you said: ${text}`);
      end.say(`you said: ${text}`);
    });
    return;
  }
  stream.respond({ ':status': headers[':path'] === '/missing' ? 404 : 200, 'content-type': 'text/plain' });
  if (headers[':method'] === 'POST') stream.pipe(stream);
  else stream.end('one of many things on one connection\n');
}

function server(folder) {
  const settings = { enableConnectProtocol: true };
  http2.createServer({ settings }).on('stream', answer).listen(80, '10.0.0.2');
  http2.createSecureServer({
    settings, key: fs.readFileSync(`${folder}/key.pem`), cert: fs.readFileSync(`${folder}/cert.pem`),
  }).on('stream', answer).listen(443, '10.0.0.2');
}

function client(url) {
  const session = http2.connect(url, { rejectUnauthorized: false });
  session.once('remoteSettings', () => {
    const stream = session.request({
      ':method': 'CONNECT', ':protocol': 'websocket', ':scheme': url.split(':')[0], ':path': '/chat', ':authority': 'www.example.test',
      'sec-websocket-version': '13', 'sec-websocket-protocol': 'chat', origin: 'http://www.example.test',
    }, { endStream: false });
    const end = frames(stream, true, (text) => {
      if (text === null) return session.close();
      log('client', 'received', 'text', text);
      end.close(1000, 'bye');
    });
    stream.on('response', () => {
      log('client', 'sent', 'text', 'hello on a stream');
      end.say('hello on a stream');
      const page = session.request({ ':path': '/meanwhile' });
      page.resume();
    });
  });
}

({ server, client })[process.argv[2]](process.argv[3]);
