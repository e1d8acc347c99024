// Two lost connections: one recovered with what was missed, one after a restart of the server. To every
// event the server adds an offset as last argument: on the wire, and in what the client logs.
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const sio = require('./sio-log');

function server() {
  const everybody = new Server({ pingInterval: 400, pingTimeout: 300, perMessageDeflate: false, connectionStateRecovery: {} });
  let news = 0;
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('more news', () => one.emit('news', ++news));
    one.on('restart', () => process.exit());
    socket.on('disconnect', (reason) => {
      if (reason !== 'transport close') return;         // else nobody is there, and these two wait
      for (const missed of [++news, ++news]) {
        sio.write('server', one.label, 'sent', 'event', '/', { name: 'news', args: [missed, 'you missed this'] });
        everybody.emit('news', missed, 'you missed this');
      }
    });
  });
  everybody.listen(3000);
}

async function client() {
  const a = sio.client('A', io('http://10.0.0.2:3000',
    { transports: ['websocket'], reconnectionDelay: 400, randomizationFactor: 0, auth: sio.authOf('A', '/') }));
  a.on('news');
  await a.once('connect');
  a.emit('more news');
  await a.once('news');
  await sio.pause(200);
  a.socket.io.engine.close();
  await a.once('connect');
  await sio.pause(200);
  a.emit('more news');
  await a.once('news');
  a.emit('restart');
  await a.once('disconnect');
  await a.once('connect');
  a.emit('more news');
  await a.once('news');
  await sio.pause(450);
  a.socket.disconnect();
}

({ server, client })[process.argv[2]]();
