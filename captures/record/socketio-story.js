// One client from its first SYN to its second life: polling, the upgrade, an emit that is acknowledged,
// a connection that breaks, and the same session taken up again, with what was missed.
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const sio = require('./sio-log');

function server() {
  const everybody = new Server({ pingInterval: 300, pingTimeout: 200, connectionStateRecovery: {} });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('chat message', (text, answer) => { if (answer) answer('seen'); });
    if (!socket.recovered) socket.join('everybody');
    setTimeout(() => sio.toAll(everybody.of('/'), 'news', 'somebody is here'), 150);
  });
  everybody.listen(3000);
}

async function client() {
  const socket = io('http://10.0.0.2:3000', { reconnectionDelay: 200, randomizationFactor: 0, auth: sio.authOf('A', '/') });
  const a = sio.client('A', socket);
  a.on('news');
  await a.once('connect');
  if (socket.io.engine.transport.name !== 'websocket') await new Promise((done) => socket.io.engine.once('upgrade', done));
  await a.once('news');
  await a.ask('chat message', 'hi');
  await sio.pause(320);                // a heartbeat
  socket.io.engine.close();            // the connection breaks
  await a.once('connect');
  await a.once('news');
  await a.ask('chat message', 'here again');
  await sio.pause(50);
  a.socket.disconnect();
}

({ server, client })[process.argv[2]]();
