// A page with the client that the server hands out itself; the page's ends are logged at the end.
const { Server } = require('socket.io');
const serve = require('./sio-page');
const log = require('./sio-log');

const http = serve('/socket.io/socket.io.min.js', async () => {
  const manager = new io.Manager(location.origin, { reconnection: false });
  const a = sio.client('A', manager.socket('/', { auth: sio.authOf('A', '/') }));
  a.on('welcome');
  a.on('chat message');
  await new Promise((done) => manager.engine.once('upgrade', done));
  await sio.pause(50);
  a.emit('chat message', 'hello from the browser 👋');
  await a.once('chat message');
  await a.ask('sum', 2, 3.5);
  await a.ask('turn round', new Uint8Array([1, 2, 3, 0, 255]));
  const admin = sio.client('A', manager.socket('/admin', { auth: sio.authOf('A', '/admin', { token: 'kiwi' }) }));
  await admin.once('connect');
  await sio.pause(450);
  admin.socket.disconnect();
  a.socket.disconnect();
  await sio.pause(100);
  finish();
});

const everybody = new Server(http, { pingInterval: 400, pingTimeout: 300, perMessageDeflate: false });
everybody.on('connection', (socket) => {
  const one = log.server(socket);
  one.emit('welcome', 'The first words come with a poll, compressed. '.repeat(40));
  one.on('chat message', (text) => one.emit('chat message', `you said: ${text}`));
  one.on('sum', (a, b, answer) => answer(a + b));
  one.on('turn round', (bytes, answer) => answer(Buffer.from(bytes).reverse()));
});
everybody.of('/admin').on('connection', (socket) => log.server(socket));
