// Socket.IO 2 (Engine.IO 3): the client pings, "/" is connected unasked, a refusal is an error packet.
const listen = require('socket.io-v2');
const { Manager } = require('socket.io-client-v2');
const sio = require('./sio-log');

function server() {
  const everybody = listen(3000, { pingInterval: 400, pingTimeout: 300 });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.emit('welcome', 'while you are still polling, Zoë 👋');
    one.on('chat message', (text) => one.emit('chat message', `you said: ${text}`));
    one.on('sum', (a, b, answer) => answer(a + b));
    one.on('two pictures', (first, more, answer) => answer({ joined: Buffer.concat([first, more.second]) }));
    one.on('tell everybody', (text) => sio.toAll(everybody.of('/'), 'news', text));
  });
  everybody.of('/admin').on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('what is my token?', (answer) => answer(socket.handshake.query.token));
    one.on('throw me out', () => socket.disconnect());
  });
  sio.refuse(everybody.of('/secret'), 'members only');
}

async function client() {
  const manager = (label, more) => new Manager('http://10.0.0.2:3000', { reconnection: false, query: { label }, ...more });
  const both = manager('A', {});
  const a = sio.client('A', both.socket('/'));
  for (const name of ['welcome', 'chat message', 'news']) a.on(name);
  await new Promise((done) => both.engine.once('upgrade', done));
  await sio.pause(50);
  a.emit('chat message', 'Grüße 👋');
  await a.once('chat message');
  await a.ask('sum', 2, 3.5);
  await a.ask('two pictures', Buffer.from('89504e470d0a1a0a', 'hex'), { name: 'pair', second: Buffer.from([0xca, 0xfe]) });

  const query = { token: 'kiwi' };
  sio.write('client', 'A', 'sent', 'connect', '/admin', { query });
  const admin = sio.client('A', both.socket('/admin', { query }));
  await admin.once('connect');
  await admin.ask('what is my token?');
  sio.write('client', 'A', 'sent', 'connect', '/secret');
  const secret = sio.client('A', both.socket('/secret'));
  await secret.once('error');

  const b = sio.client('B', manager('B', { transports: ['websocket'] }).socket('/'));
  b.on('welcome');
  b.on('news');
  await b.once('welcome');
  a.emit('tell everybody', 'there are two of us');
  await Promise.all([a.once('news'), b.once('news')]);
  b.socket.disconnect();
  admin.emit('throw me out');
  await admin.once('disconnect');
  await sio.pause(450);
  secret.socket.disconnect();
  a.socket.disconnect();
}

({ server, client })[process.argv[2]]();
