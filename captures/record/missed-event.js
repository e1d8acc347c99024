// A server that freezes, is killed and started again, without connection state recovery. The second server
// tells a piece of news before the client is back: nobody gets it.
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const sio = require('./sio-log');

function server(life) {
  const everybody = new Server({ pingInterval: 400, pingTimeout: 300 });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    setTimeout(() => one.emit('news', life === 'first' ? 'news 1' : 'news 3'), 100);
  });
  everybody.listen(3000);
  if (life === 'second') everybody.emit('news', 'news 2');
}

async function client(pid) {
  const a = sio.client('A', io('http://10.0.0.2:3000',
    { transports: ['websocket'], reconnectionDelay: 300, randomizationFactor: 0, auth: sio.authOf('A', '/') }));
  a.on('news');
  await a.once('connect');
  for (let i = 0; i < 2; i++) await new Promise((done) => a.socket.io.once('ping', done));
  await sio.pause(50);
  process.kill(pid, 'SIGSTOP');        // the program stands still; its kernel does not
  await a.once('disconnect');
  await sio.pause(150);
  process.kill(pid, 'SIGKILL');
  await a.once('connect');
  await a.once('news');
  await new Promise((done) => a.socket.io.once('ping', done));
  await sio.pause(50);
  a.socket.disconnect();
}

({ server, client })[process.argv[2]](process.argv[3]);
