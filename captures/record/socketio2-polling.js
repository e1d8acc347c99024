// Socket.IO 2 that may only poll. Node cannot receive binary answers to a poll, so A asks for base64
// by itself (b64=1) and B because it was told to (forceBase64): on the wire they are the same. Both
// keep their connections, which Node of itself does not.
const http = require('http');
const listen = require('socket.io-v2');
const { Manager } = require('socket.io-client-v2');
const sio = require('./sio-log');

function server() {
  listen(3000, { pingInterval: 400, pingTimeout: 300, transports: ['polling'] }).on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('note');
    one.on('count to', (n) => { for (let i = 1; i <= n; i++) one.emit('count', i, '☃🚲'); one.emit('done'); });
    one.on('turn round', (bytes, answer) => answer(Buffer.from(bytes).reverse()));
  });
}

async function client() {
  const open = async (label, more) => {
    const manager = new Manager('http://10.0.0.2:3000',
      { reconnection: false, transports: ['polling'], agent: new http.Agent({ keepAlive: true }), query: { label }, ...more });
    const one = sio.client(label, manager.socket('/'));
    one.on('count');
    one.on('done');
    await one.once('connect');
    await sio.pause(50);
    return one;
  };
  const a = await open('A', {});
  a.emit('note', 'äöü ☃ 🚲');
  a.emit('note', 'two');                // these two share a request
  a.emit('count to', 3);
  await a.once('done');
  await a.ask('turn round', Buffer.from([1, 2, 3, 0, 255]));
  await sio.pause(400);
  a.socket.disconnect();
  const b = await open('B', { forceBase64: true });
  await b.ask('turn round', Buffer.from('base64'));
  b.socket.disconnect();
  await sio.pause(200);
  process.exit();
}

({ server, client })[process.argv[2]]();
