// Socket.IO 4 behind a reverse proxy: the client knows only the proxy, the server sees only the proxy.
const { Server } = require('socket.io');
const { Manager } = require('socket.io-client');
const sio = require('./sio-log');

function server() {
  const everybody = new Server({ pingInterval: 400, pingTimeout: 300, perMessageDeflate: false });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('chat message', (text) => one.emit('chat message', `you said: ${text}`));
    one.on('where from', (answer) => answer(socket.handshake.address, socket.handshake.headers['x-forwarded-for']));
    one.on('turn round', (bytes, answer) => answer(Buffer.from(bytes).reverse()));
  });
  everybody.listen(3000);
}

async function client() {
  const manager = new Manager('http://10.0.0.254', { reconnection: false });
  const a = sio.client('A', manager.socket('/', { auth: sio.authOf('A', '/') }));
  a.on('chat message');
  manager.engine.once('upgrade', () => manager.emit('upgrade'));
  await new Promise((done) => manager.once('upgrade', done));
  await sio.pause(50);
  a.emit('chat message', 'hello through the proxy');
  await a.once('chat message');
  await new Promise((done) => a.emit('where from', done));
  await a.ask('turn round', Buffer.from([1, 2, 3, 0, 255]));
  await sio.pause(450);
  a.socket.disconnect();
}

({ server, client })[process.argv[2]]();
