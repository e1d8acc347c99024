// Socket.IO 4 with another parser: every packet is MessagePack in a binary WebSocket message.
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const parser = require('socket.io-msgpack-parser');
const sio = require('./sio-log');

function server() {
  const everybody = new Server({ pingInterval: 400, pingTimeout: 300, perMessageDeflate: false, parser });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('chat message', (text) => one.emit('chat message', `you said: ${text}`));
    one.on('turn round', (bytes, answer) => answer(Buffer.from(bytes).reverse()));
  });
  everybody.listen(3000);
}

async function client() {
  const a = sio.client('A', io('http://10.0.0.2:3000',
    { reconnection: false, transports: ['websocket'], parser, auth: sio.authOf('A', '/') }));
  a.on('chat message');
  await a.once('connect');
  a.emit('chat message', 'hello');
  await a.once('chat message');
  await a.ask('turn round', Buffer.from([1, 2, 3, 0, 255]));
  await sio.pause(450);
  a.socket.disconnect();
}

({ server, client })[process.argv[2]]();
