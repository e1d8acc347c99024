// A room exists on the server only: what the wire has is the event that asks to join, and copies.
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function server() {
  const everybody = new Server({ pingInterval: 20000, perMessageDeflate: false });
  everybody.on('connection', (socket) => {
    socket.on('join', (room, answer) => { socket.join(room); answer('welcome'); });
    socket.on('chat message', (text) => everybody.to('kitchen').emit('news', text));
  });
  everybody.listen(3000);
}

async function client() {
  const join = async () => {
    const socket = io('http://10.0.0.2:3000', { forceNew: true, reconnection: false, transports: ['websocket'] });
    await new Promise((done) => socket.once('connect', done));
    return socket;
  };
  const a = await join();
  const b = await join();
  const c = await join();
  await a.emitWithAck('join', 'kitchen');
  await b.emitWithAck('join', 'kitchen');
  c.emit('chat message', 'dinner is ready');
  await pause(100);
  for (const socket of [a, b, c]) socket.disconnect();
  await pause(50);
}

process.argv[2] === 'server' ? server() : client();
