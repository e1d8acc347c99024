// Socket.IO 3 (Engine.IO 4, as in version 4): polling, upgrade, a namespace, a refusal.
const { Server } = require('socket.io-v3');
const { Manager } = require('socket.io-client-v3');
const sio = require('./sio-log');

function server() {
  const everybody = new Server({ pingInterval: 400, pingTimeout: 300 });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.emit('welcome', 'while you are still polling');
    one.on('chat message', (text) => one.emit('chat message', `you said: ${text}`));
    one.on('sum', (a, b, answer) => answer(a + b));
    one.on('turn round', (bytes, answer) => answer(Buffer.from(bytes).reverse()));
  });
  everybody.of('/admin').on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('throw me out', () => socket.disconnect());
  });
  sio.refuse(everybody.of('/secret'), 'members only', { code: 'E_MEMBERS' });
  everybody.listen(3000);
}

async function client() {
  const manager = new Manager('http://10.0.0.2:3000', { reconnection: false });
  const a = sio.client('A', manager.socket('/', { auth: sio.authOf('A', '/') }));
  a.on('welcome');
  a.on('chat message');
  await new Promise((done) => manager.engine.once('upgrade', done));
  await sio.pause(50);
  a.emit('chat message', 'Grüße 👋');
  await a.once('chat message');
  await a.ask('sum', 2, 3.5);
  await a.ask('turn round', Buffer.from([1, 2, 3, 0, 255]));
  const admin = sio.client('A', manager.socket('/admin', { auth: sio.authOf('A', '/admin', { token: 'kiwi' }) }));
  await admin.once('connect');
  const secret = sio.client('A', manager.socket('/secret', { auth: sio.authOf('A', '/secret') }));
  await secret.once('connect_error');
  admin.emit('throw me out');
  await admin.once('disconnect');
  await sio.pause(450);
  secret.socket.disconnect();
  a.socket.disconnect();
}

({ server, client })[process.argv[2]]();
