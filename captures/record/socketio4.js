// Socket.IO 4 in full: A starts with polling and upgrades to WebSocket, then B and C join.
const { Server } = require('socket.io');
const { io, Manager } = require('socket.io-client');
const sio = require('./sio-log');
const url = 'http://10.0.0.2:3000';

function server() {
  const everybody = new Server({ pingInterval: 400, pingTimeout: 300, perMessageDeflate: false });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('chat message', (text) => {
      one.emit('chat message', 'server', `you said: ${text}`);
    });
    one.on('sum', (a, b, answer) => answer(a + b));
    one.on('anything', (...args) => one.emit('anything', ...args));
    one.on('two pictures', (first, more, answer) => answer({ joined: Buffer.concat([first, more.second]) }));
    one.on('ask me', async () => one.emit('thanks', await one.ask('how are you?', { politely: true })));
    one.on('tell everybody', (text) => sio.toAll(everybody.of('/'), 'news', text));
    one.on('throw me out', () => socket.disconnect());
  });
  everybody.of('/admin').on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('users', (answer) => answer([...everybody.of('/').sockets.values()].map((user) => user.handshake.auth.label)));
  });
  sio.refuse(everybody.of('/secret'), 'members only', { code: 'E_MEMBERS' });
  everybody.listen(3000);
}

async function client() {
  const manager = new Manager(url, { reconnection: false });
  const a = sio.client('A', manager.socket('/', { auth: sio.authOf('A', '/') }));
  for (const name of ['chat message', 'anything', 'thanks', 'news']) a.on(name);
  a.on('how are you?', (how, answer) => answer('fine, thank you'));
  manager.engine.once('upgrade', () => manager.emit('upgrade'));
  await new Promise((done) => manager.once('upgrade', done));
  await sio.pause(50);

  a.emit('chat message', 'hello');
  await a.once('chat message');
  a.emit('chat message', 'Grüße aus dem Café 👋');
  await a.once('chat message');
  a.emit('sum', 2, 3.5, () => {});
  a.emit('sum', -1, 1e21, () => {});
  await sio.pause(50);
  a.emit('anything', 0, -12.75, true, null, '', 'quote " backslash \\ line\nbreak',
    [1, [2, [3, []]]], { deep: { deeper: { list: [{}, null] } } });
  await a.once('anything');
  await a.ask('two pictures', Buffer.from('89504e470d0a1a0a', 'hex'), { name: 'pair', second: Buffer.from([0xca, 0xfe]) });
  a.emit('ask me');
  await a.once('thanks');

  const admin = sio.client('A', manager.socket('/admin', { auth: sio.authOf('A', '/admin', { token: 'kiwi' }) }));
  await admin.once('connect');
  await admin.ask('users');
  const secret = sio.client('A', manager.socket('/secret', { auth: sio.authOf('A', '/secret') }));
  await secret.once('connect_error');

  const join = (label) => {
    const one = sio.client(label, io(url,
      { forceNew: true, reconnection: false, transports: ['websocket'], auth: sio.authOf(label, '/') }));
    one.on('news');
    return one;
  };
  const b = join('B');
  await b.once('connect');
  const c = join('C');
  await c.once('connect');
  await admin.ask('users');
  a.emit('tell everybody', 'there are three of us');
  await Promise.all([a, b, c].map((one) => one.once('news')));

  c.emit('throw me out');
  await c.once('disconnect');
  b.socket.disconnect();
  admin.socket.disconnect();
  await sio.pause(500);                 // long enough for a heartbeat
  a.socket.disconnect();
}

({ server, client })[process.argv[2]]();
