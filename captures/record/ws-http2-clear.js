// WebSockets on streams of HTTP/2: frames by the ws package, the streams by node. The client speaks
// in fragments, in binary, pings between two halves of a message, and is refused once.
const http2 = require('http2');
const path = require('path');
const { Receiver, Sender } = require('ws');
const log = require('./log');
// The package does not hand this one out by name.
const Deflate = require(path.join(__dirname, 'node_modules/ws/lib/permessage-deflate.js'));

const plain = { fin: true, mask: false, rsv1: false, binary: false, compress: false };
const kindOf = (binary) => (binary ? 'binary' : 'text');

// One side of a WebSocket on a stream.
function speaker(who, stream, deflate) {
  const extensions = deflate ? { 'permessage-deflate': deflate } : {};
  const receiver = new Receiver({ isServer: who === 'server', extensions });
  const sender = new Sender(stream, extensions);
  const mask = who === 'client';
  receiver.on('ping', (data) => sender.pong(data, mask));
  stream.pipe(receiver);
  return {
    receiver,
    ping: (text) => sender.ping(Buffer.from(text), mask),
    say: (data, more = {}) => {
      const bytes = Buffer.from(data), binary = Buffer.isBuffer(data);
      log(who, 'sent', kindOf(binary), data);
      sender.send(bytes, { ...plain, mask, opcode: binary ? 2 : 1, binary, compress: !!deflate, rsv1: !!deflate, ...more });
    },
    halves: (one, two, between) => {
      log(who, 'sent', 'text', one + two);
      sender.send(Buffer.from(one), { ...plain, mask, opcode: 1, fin: false });
      between();
      sender.send(Buffer.from(two), { ...plain, mask, opcode: 1 });
    },
    close: (code, reason) => sender.close(code, reason, mask, () => stream.end()),
  };
}

function accept(deflater, end) {
  const deflate = new Deflate({ threshold: 0 }, deflater);
  deflate.accept([end === 'offer' ? {} : end]);
  return deflate;
}

function answer(stream, headers) {
  if (headers[':method'] !== 'CONNECT') {
    stream.respond({ ':status': 200, 'content-type': 'text/plain' });
    stream.end('beside the WebSockets\n');
    return;
  }
  if (headers[':path'] === '/private') {
    stream.respond({ ':status': 403, 'content-type': 'text/plain' });
    stream.end('not for you\n');
    return;
  }
  const compressed = headers['sec-websocket-extensions'] === 'permessage-deflate';
  stream.respond({
    ':status': 200,
    ...(compressed ? { 'sec-websocket-extensions': 'permessage-deflate' } : { 'sec-websocket-protocol': 'chat' }),
  });
  const me = speaker('server', stream, compressed && accept(true, 'offer'));
  me.receiver.on('message', (data, binary) => {
    log('server', 'received', kindOf(binary), data);
    me.say(binary ? data : `you said: ${data}`);
  });
  me.receiver.on('conclude', (code, reason) => {
    log('server', 'received', 'close', `${code} ${reason}`.trim());
    me.close(code, reason);
  });
}

function server() {
  http2.createServer({ settings: { enableConnectProtocol: true } }).on('stream', answer).listen(80, '10.0.0.2');
}

// Answers the stream once the server has spoken, with its status.
function ask(session, target, more = {}) {
  const stream = session.request({
    ':method': 'CONNECT', ':protocol': 'websocket', ':scheme': 'http', ':path': target, ':authority': 'www.example.test',
    'sec-websocket-version': '13', origin: 'http://www.example.test', ...more,
  }, { endStream: false });
  return new Promise((resolve) => stream.once('response', (headers) => resolve([stream, headers[':status']])));
}

// Resolves with each next message.
function listener(me) {
  const waiting = [];
  me.receiver.on('message', (data, binary) => {
    log('client', 'received', kindOf(binary), data);
    waiting.shift()();
  });
  return () => new Promise((resolve) => waiting.push(resolve));
}

const over = (me) => new Promise((resolve) => me.receiver.on('conclude', (code, reason) => {
  log('client', 'received', 'close', `${code} ${reason}`.trim());
  resolve();
}));

async function client(url) {
  const session = http2.connect(url);
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  const [chat] = await ask(session, '/chat', { 'sec-websocket-protocol': 'chat, superchat' });
  const [packed] = await ask(session, '/packed', { 'sec-websocket-extensions': 'permessage-deflate' });
  const [refused] = await ask(session, '/private');
  await new Promise((resolve) => refused.on('close', resolve).resume().end());
  const a = speaker('client', chat), heardA = listener(a);
  const b = speaker('client', packed, accept(false, {})), heardB = listener(b);
  let next = heardA();
  a.say('hello on a stream');
  await next;
  for (const text of ['again and again and again', 'again and again and again']) {
    next = heardB();
    b.say(text);
    await next;
  }
  next = heardA();
  a.halves('half a message, ', 'and the other half', () => a.ping('between'));
  await next;
  await new Promise((resolve) => session.request({ ':path': '/meanwhile' }).on('close', resolve).resume());
  next = heardA();
  a.say(Buffer.from('00ff10ef20df', 'hex'));
  await next;
  next = heardA();
  a.say('long '.repeat(8000));
  await next;
  const ends = [over(a), over(b)];
  a.close(1000, 'bye');
  b.close(1001);
  await Promise.all(ends);
  session.close();
}

({ server, client })[process.argv[2]](process.argv[3]);
