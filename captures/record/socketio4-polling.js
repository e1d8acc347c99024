// Socket.IO 4 that may only poll: A in Node's usual way, but keeping its connections; B with fetch(),
// which asks for gzip.
const http = require('http');
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const { Fetch } = require('engine.io-client');
const sio = require('./sio-log');

function server() {
  const everybody = new Server({ pingInterval: 400, pingTimeout: 300, perMessageDeflate: false });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('sum', (a, b, answer) => answer(a + b));
    one.on('note', () => {});
    one.on('count to', (n) => { for (let i = 1; i <= n; i++) one.emit('count', i); one.emit('done'); });
    one.on('turn round', (bytes, answer) => answer(Buffer.from(bytes).reverse()));
    one.on('tell me a story', (answer) => answer('Once upon a time there was a packet. '.repeat(60)));
  });
  everybody.listen(3000);
}

async function client() {
  const agent = new http.Agent({ keepAlive: true });
  const open = async (label, transports) => {
    const one = sio.client(label, io('http://10.0.0.2:3000',
      { forceNew: true, reconnection: false, transports, agent, auth: sio.authOf(label, '/') }));
    one.on('count');
    one.on('done');
    await one.once('connect');
    await sio.pause(50);
    return one;
  };
  const a = await open('A', ['polling']);
  a.emit('note', 'äöü ☃ 🚲');
  a.emit('note', 'two');                // these two share a request
  a.emit('note', { three: [3] });
  await a.ask('turn round', Buffer.from([1, 2, 3, 0, 255]));
  await sio.pause(450);                 // the next poll is held until there is a ping
  a.socket.disconnect();
  await sio.pause(100);

  const b = await open('B', [Fetch]);
  await b.ask('sum', 40, 2);
  b.emit('count to', 4);
  await b.once('done');
  await b.ask('tell me a story');
  b.emit('note', 'A long request is never compressed. '.repeat(40));
  await sio.pause(450);
  b.socket.disconnect();
  await sio.pause(200);
  process.exit();
}

({ server, client })[process.argv[2]]();
